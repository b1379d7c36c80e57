// A drawn member card of no real plan, with the three places that matter marked. Everything in it is also said in words.
import type { ReactNode } from 'react';

export const cardLayouts = ['marketplace', 'advantage', 'medicaid'] as const;
export type CardLayout = (typeof cardLayouts)[number];

interface Place {
  x: number;
  y: number;
  label: string;
  value: string;
}

/** Where a card of each kind prints the name, the member number and the group. */
const places: Record<CardLayout, { tint: string; name: Place; id: Place; group: Place }> = {
  marketplace: {
    tint: '#d9e8f6',
    name: { x: 24, y: 96, label: 'Member', value: 'ALEX SAMPLE' },
    id: { x: 24, y: 160, label: 'Member ID', value: 'XYZ 123 456 789' },
    group: { x: 226, y: 160, label: 'Group', value: '004512' },
  },
  advantage: {
    tint: '#dbe8e1',
    name: { x: 24, y: 92, label: 'Name', value: 'ALEX SAMPLE' },
    id: { x: 24, y: 152, label: 'ID number', value: 'H1234-567-890' },
    group: { x: 226, y: 92, label: 'Plan / Group', value: 'H0000-001' },
  },
  medicaid: {
    tint: '#f1e5d0',
    name: { x: 24, y: 160, label: 'Name', value: 'ALEX SAMPLE' },
    id: { x: 24, y: 96, label: 'Medicaid ID', value: 'AB12345C' },
    group: { x: 226, y: 96, label: 'Plan code', value: 'MC-07' },
  },
};

const Mark = ({ at, n, wide }: { at: Place; n: number; wide: number }) => (
  <g>
    <rect
      x={at.x - 8}
      y={at.y - 16}
      width={wide}
      height={38}
      rx="5"
      fill="none"
      stroke="#b3520e"
      strokeWidth="2.5"
    />
    <circle cx={at.x - 8 + wide} cy={at.y - 16} r="11" fill="#8c3f08" />
    <text x={at.x - 8 + wide} y={at.y - 11} fontSize="14" fontWeight="700" fill="#fff" textAnchor="middle">
      {n}
    </text>
    <text x={at.x} y={at.y - 2} fontSize="10" fill="#3d4551">
      {at.label}
    </text>
    <text x={at.x} y={at.y + 15} fontSize="15" fontWeight="600" fill="#1b1b1b">
      {at.value}
    </text>
  </g>
);

export function CardPicture({ layout, caption }: { layout: CardLayout; caption: ReactNode }) {
  const { tint, name, id, group } = places[layout];
  return (
    <figure className="card-picture">
      <svg viewBox="0 0 360 216" aria-hidden="true" focusable="false">
        <rect x="1" y="1" width="358" height="214" rx="14" fill="#fff" stroke="#a9aeb1" strokeWidth="2" />
        <path d="M1 54V15A14 14 0 0 1 15 1h330a14 14 0 0 1 14 14v39Z" fill={tint} />
        <text x="24" y="35" fontSize="18" fontWeight="700" fill="#1b1b1b">
          SAMPLE PLAN
        </text>
        <Mark at={id} n={1} wide={170} />
        <Mark at={group} n={2} wide={110} />
        <Mark at={name} n={3} wide={170} />
        {layout === 'advantage' && (
          <text x="230" y="35" fontSize="13" fill="#1b1b1b">
            Medicare
          </text>
        )}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
