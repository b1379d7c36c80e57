import type { Route } from '../route.ts';

export interface DavinciConfigurationDeps {
  /** Absolute, without a slash at the end. */
  baseUrl: string;
  payer: { npi: string };
}

/** Of HRex's code system for endpoint discovery: where other payers ask, by the versions of PDex that it speaks of. */
const payerEndpoint = 'davinci_pdex_payer_endpoint';
const versions = ['2.0', '2.1'] as const;

/** `GET /.well-known/davinci-configuration`: which payer this is and where its payer-to-payer API lies (HRex endpoint discovery, ep-2; pdex-88). */
export const davinciConfigurationRoutes = ({ baseUrl, payer }: DavinciConfigurationDeps): Route[] => [
  {
    method: 'GET',
    path: '/.well-known/davinci-configuration',
    scope: 'public',
    bodyBytes_max: 0,
    contentTypes: [],
    produces: ['application/json'],
    handle: async () => ({
      status: 200,
      contentType: 'application/json',
      body: {
        identifier: payer.npi,
        endpoints: Object.fromEntries(
          [payerEndpoint, ...versions.map((version) => `${payerEndpoint}#${version}`)].map((code) => [
            code,
            `${baseUrl}/fhir`,
          ]),
        ),
      },
    }),
  },
];
