import type { ExampleUser } from './dev-idp.ts';

/** Stands on every page that this provider shows. */
export const banner = 'Development sign-in. Not for real members.';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const styles = `
  body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #f0f0f0; }
  main { max-width: 30rem; margin: 2rem auto; padding: 1.5rem; background: #fff; }
  .banner { background: #ffbe2e; padding: .75rem 1rem; margin: 0; font-weight: 700; text-align: center; }
  button { display: block; width: 100%; min-height: 2.75rem; margin: .5rem 0; padding: .5rem 1rem; text-align: left;
    font: inherit; background: #fff; border: 2px solid #005ea2; border-radius: 4px; cursor: pointer; }
  button:hover, button:focus { background: #d9e8f6; }
  small { display: block; color: #565c65; }`;

export const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${styles}</style></head>
<body><p class="banner" role="note">${banner}</p><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export const usersPage = (action: string, users: readonly ExampleUser[]): string =>
  page(
    'Who signs in?',
    `<p>These people are made up. Choose one.</p><form method="post" action="${escaped(action)}">${users
      .map(
        (user) =>
          `<button name="user" value="${escaped(user.name)}">${escaped(user.displayName)}<small>${escaped(user.name)}${
            user.note === undefined ? '' : `: ${escaped(user.note)}`
          }</small></button>`,
      )
      .join('')}</form>`,
  );
