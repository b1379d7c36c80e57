/** CMS HTE v3.3.0, table 2 (CMS Patient Matching & Response Proposal, draft for technical validation, 2026-06-24):
 * the approved combinations of fields. `*`: one slip is allowed, in at most one field of the combination.
 */
import type { Fields } from '../model.ts';
import type { Rule } from './rule.ts';

/** ITIN and LegalID are not in the index, so their rules accept nobody; they stand here to be complete. */
const combinations = `
01 First*+Last*+DOB*+StreetLine*
02 First+Last*+DOB*+Phone
03 First*+Last*+DOB*+Email
04 First*+Last+DOB+SSN4
05 First+Last*+DOB+SSN4
06 First*+Last+DOB+ITIN4
07 First+Last*+DOB+ITIN4
08 First+DOB+MBI
09 First+DOB+LegalID
10 Last*+DOB*+LegalID
11 First+DOB+Phone
12 First+DOB+Email
13 Last+Phone+SSN4
14 Last+Phone+ITIN4
15 Last*+Email+SSN4
16 Last*+Email+ITIN4
17 First+Phone+SSN4
18 First+Phone+ITIN4
19 First+Email+SSN4
20 First+Email+ITIN4
21 Phone+MBI
22 Phone+LegalID
23 Email+MBI
24 Email+LegalID
25 LegalID+MBI
26 UniqueID
27 First+DOB+MemberID
28 Last*+DOB*+MemberID
29 Phone+MemberID
30 Email+MemberID
31 First*+Last+DOB+SubscriberID
32 First+Last*+DOB+SubscriberID
33 First*+Last*+Phone+ZIP
34 Last+Phone+ZIP
35 Last+Email+ZIP
36 Last*+DOB+Phone
37 Last*+StreetLine+Phone
`;

type Agreement = 'exact' | 'fuzzy' | 'no';

const agreements: Record<string, (fields: Fields) => Agreement> = {
  First: ({ given }) =>
    given === 'exact' ? 'exact' : given === 'form' || given === 'slip' || given === 'fuzzy' ? 'fuzzy' : 'no',
  Last: ({ family }) =>
    family === 'exact' ? 'exact' : family === 'fuzzy' || family === 'part' ? 'fuzzy' : 'no',
  DOB: ({ birthDate }) => (birthDate === 'exact' ? 'exact' : birthDate === 'near' ? 'fuzzy' : 'no'),
  StreetLine: ({ address }) => (address === 'same' ? 'exact' : address === 'near' ? 'fuzzy' : 'no'),
  Phone: ({ phone }) => whole(phone === 'same'),
  Email: ({ email }) => whole(email === 'same'),
  SSN4: ({ ssn4 }) => whole(ssn4 === 'same'),
  MBI: ({ mbi }) => whole(mbi === 'same'),
  MemberID: ({ memberId }) => whole(memberId === 'own'),
  SubscriberID: ({ memberId }) =>
    whole(memberId === 'family' || memberId === 'own' || memberId === 'sibling'),
  ZIP: ({ address }) =>
    whole(address === 'same' || address === 'near' || address === 'street' || address === 'zip'),
  ITIN4: () => 'no',
  LegalID: () => 'no',
  UniqueID: () => 'no',
};

const whole = (agrees: boolean): Agreement => (agrees ? 'exact' : 'no');

export const cmsHteRules: readonly Rule[] = combinations
  .trim()
  .split('\n')
  .map((line) => {
    const [number, fields] = line.split(' ') as [string, string];
    const parts = fields
      .split('+')
      .map((part) => ({ name: part.replace('*', ''), fuzzy: part.endsWith('*') }));
    return {
      name: `cms-hte-${number}`,
      source: `CMS HTE v3.3.0 table 2 rule ${number}: ${fields}`,
      accepts: (levels) => {
        let slips = 0;
        return parts.every(({ name, fuzzy }) => {
          const agreement = agreements[name]!(levels);
          if (agreement === 'fuzzy') slips++;
          return agreement === 'exact' || (agreement === 'fuzzy' && fuzzy && slips === 1);
        });
      },
    };
  });
