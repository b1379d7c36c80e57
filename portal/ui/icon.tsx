// Small pictures beside words. They never speak alone: the words do.
const shapes = {
  done: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.6 14.4-4-4 1.5-1.5 2.5 2.5 5.7-5.7 1.5 1.5-7.2 7.2Z',
  current:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Zm-1.2 2.7v5.5l4.5 2.7 1-1.6-3.4-2V7.200Z',
  problem:
    'M12 2.500 1.500 21h21L12 2.500Zm-1.100 6.700h2.200v6h-2.200v-6Zm0 7.500h2.200v2.200h-2.200v-2.200Z',
  todo: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2.200a7.800 7.800 0 1 1 0 15.600 7.800 7.800 0 0 1 0-15.600Z',
  quiet: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM7 10.900h10v2.200H7v-2.200Z',
  onward: 'm9.300 5.300 6.700 6.700-6.700 6.700-1.600-1.600 5.100-5.100-5.100-5.100 1.600-1.600Z',
} as const;
export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { name: IconName }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path fill="currentColor" fillRule="evenodd" d={shapes[name]} />
  </svg>
);
