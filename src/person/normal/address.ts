import { normaliseState } from './state.ts';
import { words } from './text.ts';

export interface NormalAddress {
  /** Number, street and unit as one text. */
  line: string;
  /** House number, or the number of a post-office box; '' where the line has none. */
  number: string;
  /** Street with its directions and type in USPS abbreviations. */
  street: string;
  /** Apartment, suite, lot: only what names it (`9`, `12a`). */
  unit: string;
  city: string;
  /** Two-letter code in lower case for the states and territories, else the normal text. */
  state: string;
  /** Five digits of a ZIP code, else the normal text. */
  postal: string;
  use: 'current' | 'former';
}

/** USPS Publication 28, appendix C: the forms that are written for each abbreviation. */
const abbreviations: Record<string, string> = Object.fromEntries(
  (
    'st street str strt,ave avenue av aven,rd road,dr drive drv driv,ln lane,ct court crt,blvd boulevard boul blv,pl place plc,' +
    'ter terrace terr,cir circle circ crcle,hwy highway hiway hway,pkwy parkway pky pkway,sq square sqr,trl trail,xing crossing crssng,' +
    'ext extension,aly alley ally,anx annex,arc arcade,bnd bend,brg bridge,brk brook,byp bypass,cswy causeway,ctr center centre cntr,' +
    'cv cove,crk creek,cres crescent crsnt,expy expressway expy exp,fls falls,frd ford,frst forest,fwy freeway,gdn garden,gdns gardens,' +
    'gln glen,grn green,grv grove,hbr harbor,hl hill,hls hills,holw hollow,is island,jct junction,knl knoll,lk lake,lks lakes,lndg landing,' +
    'loop loops,mnr manor,mdw meadow,mdws meadows,ml mill,mls mills,mtn mountain,mt mount,orch orchard,pass passage,path paths,pne pine,' +
    'pnes pines,plz plaza,pt point,pr prairie,rnch ranch,rdg ridge rdge,riv river,rte route rt,shr shore,shrs shores,spg spring,spgs springs,' +
    'sta station,strm stream,smt summit,tpke turnpike,tunl tunnel,vly valley,vw view,vlg village,vis vista,way wy,' +
    'n north,s south,e east,w west,ne northeast,nw northwest,se southeast,sw southwest,' +
    '1st first,2nd second,3rd third,4th fourth,5th fifth,6th sixth,7th seventh,8th eighth,9th ninth,10th tenth'
  )
    .split(',')
    .flatMap((entry) => {
      const [short, ...forms] = entry.split(' ');
      return forms.map((form) => [form, short!]);
    }),
);

const unitWords = new Set(
  'apt apartment apmt unit ste suite lot rm room fl floor bldg building trlr trailer spc space no dept'.split(
    ' ',
  ),
);

/** An Address in normal form: USPS street abbreviations, the unit apart, state code, five-digit ZIP. */
export function normaliseAddress(address: {
  line?: readonly string[] | undefined;
  city?: string | undefined;
  state?: string | undefined;
  postalCode?: string | undefined;
  use?: string | undefined;
}): NormalAddress {
  const { number, street, unit } = partsOf(address.line ?? []);
  return {
    line: [number, street, unit].filter((part) => part !== '').join(' '),
    number,
    street,
    unit,
    city: words(address.city ?? '').join(' '),
    state: normaliseState(address.state ?? ''),
    postal: normalisePostal(address.postalCode ?? ''),
    use: address.use === 'old' ? 'former' : 'current',
  };
}

function partsOf(lines: readonly string[]): { number: string; street: string; unit: string } {
  const all = lines.flatMap((line) => words(line.replaceAll('#', ' apt ')));
  const street: string[] = [];
  const unit: string[] = [];
  let inUnit = false;
  for (const word of all) {
    // A unit word before any street is the street's own (`Lot Rd`).
    if (unitWords.has(word) && street.length > 0) inUnit = true;
    else if (inUnit) unit.push(word);
    else street.push(abbreviations[word] ?? word);
  }
  if (street[0] === 'po' && street[1] === 'box') {
    return { number: street.slice(2).join(''), street: 'po box', unit: '' };
  }
  const number = /^\d/.test(street[0] ?? '') && street.length > 1 ? street.shift()! : '';
  return { number, street: street.join(' '), unit: unit.join('') };
}

/** `02128-1234`, `021281234` and `02128` are `02128`; other countries' codes keep letters and digits. */
export function normalisePostal(text: string): string {
  const code = words(text).join('');
  return /^\d{9}$/.test(code) ? code.slice(0, 5) : code === '00000' || code === '99999' ? '' : code;
}
