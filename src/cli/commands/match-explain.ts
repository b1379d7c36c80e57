import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound } from '../failure.ts';
import { print } from '../io.ts';

/** What a privacy officer reads about one decision. */
export const matchExplainCommand: CommandMaker = (io) =>
  jsonCommand('explain', 'why a match was decided as it was, without the member’s data')
    .argument('<decision id>', 'from the audit, or from a review')
    .action(async (id: string, options: JsonOption) => {
      const { selectDecision } = await import('../../member-match/decision-store.ts');
      const { explain, explanationText } = await import('../../member-match/explain.ts');
      const { isUuid } = await import('../../db/uuid.ts');
      const { getClient } = await import('../../directory/clients.ts');
      const explanation = await withPayer(async ({ db }) => {
        const written = id.toLowerCase();
        const decision = isUuid(written) ? await selectDecision(db, written) : undefined;
        if (!decision) {
          throw notFound(`There is no decision ${id}.`, 'The audit names decisions as `decisionId`.');
        }
        const client = await getClient(db, decision.clientId);
        return explain(decision, client?.name);
      });
      print(io, options.json, explanation, () => explanationText(explanation));
    });
