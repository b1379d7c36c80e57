// The pages about the member's own account travel together.
export { AskedPage } from './asked.tsx';
export { HistoryPage } from './history.tsx';
export { SettingsPage } from './settings.tsx';
