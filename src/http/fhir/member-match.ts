import { memberMatchBytes_max } from '../../exchange/answer/limits.ts';
import { answerMemberMatch, type MemberMatchDeps } from '../../exchange/answer/member-match.ts';
import { operation, umbSystem } from '../../fhir/systems.ts';
import { jsonTypes, type Route } from '../route.ts';

export interface MemberMatchRoutesDeps extends MemberMatchDeps {
  /** Without a trailing slash. */
  baseUrl: string;
}

/** `POST Patient/$member-match` (HRex 1.2, tolerant of 1.0 and 1.1). */
export function memberMatchRoutes(deps: MemberMatchRoutesDeps): Route[] {
  return [
    {
      method: 'POST',
      path: 'Patient/$member-match',
      interaction: {
        kind: 'operation',
        type: 'Patient',
        names: [{ name: 'member-match', definition: operation.memberMatch }],
        documentation:
          'Consent is required. Refusals are 422 with an OperationOutcome that tells their kind.',
      },
      scope: { operation: 'member-match' },
      bodyBytes_max: memberMatchBytes_max,
      contentTypes: jsonTypes,
      handle: async ({ caller, rawBody }) => {
        const member = await answerMemberMatch(deps, caller, rawBody.toString('utf8'));
        return {
          status: 200,
          body: {
            resourceType: 'Parameters',
            parameter: [
              {
                name: 'MemberIdentifier',
                valueIdentifier: {
                  type: { coding: [{ system: umbSystem, code: 'UMB' }] },
                  system: `${deps.baseUrl}/umb`,
                  value: member.umb,
                  assigner: { display: deps.payer.name },
                },
              },
              { name: 'MemberId', valueReference: { reference: `Patient/${member.patientId}` } },
            ],
          },
        };
      },
    },
  ];
}
