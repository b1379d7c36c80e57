import { words } from './text.ts';

const states: Record<string, string> = Object.fromEntries(
  (
    'al alabama,ak alaska,az arizona,ar arkansas,ca california,co colorado,ct connecticut,de delaware,dc district of columbia,' +
    'fl florida,ga georgia,hi hawaii,id idaho,il illinois,in indiana,ia iowa,ks kansas,ky kentucky,la louisiana,me maine,' +
    'md maryland,ma massachusetts,mi michigan,mn minnesota,ms mississippi,mo missouri,mt montana,ne nebraska,nv nevada,' +
    'nh new hampshire,nj new jersey,nm new mexico,ny new york,nc north carolina,nd north dakota,oh ohio,ok oklahoma,or oregon,' +
    'pa pennsylvania,pr puerto rico,ri rhode island,sc south carolina,sd south dakota,tn tennessee,tx texas,ut utah,vt vermont,' +
    'va virginia,vi virgin islands,wa washington,wv west virginia,wi wisconsin,wy wyoming,gu guam,as american samoa,' +
    'mp northern mariana islands'
  )
    .split(',')
    .map((entry) => [entry.slice(3), entry.slice(0, 2)]),
);

/** `Massachusetts`, `MA` and `ma` are `ma`; a state of another country stays its normal text. */
export function normaliseState(text: string): string {
  const name = words(text).join(' ');
  return states[name] ?? name;
}
