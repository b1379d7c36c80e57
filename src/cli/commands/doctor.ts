import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { print } from '../io.ts';

export const doctorCommand: CommandMaker = (io, exit) =>
  jsonCommand('doctor', 'check configuration, database, storage, keys and partners').action(
    async (options: JsonOption) => {
      const { examine } = await import('../../app/doctor.ts');
      const { openConfiguredPayer, processSources } = await import('../../app/process.ts');
      const { readConfig } = await import('../../app/config.ts');
      const findings = await examine(readConfig(processSources()), () => openConfiguredPayer());
      const ok = findings.every((f) => f.ok);
      print(io, options.json, { ok, findings }, () =>
        findings
          .map((f) => `${f.ok ? 'ok  ' : 'BAD '} ${f.check}: ${f.detail}${f.hint ? `\n     ${f.hint}` : ''}`)
          .join('\n'),
      );
      if (!ok) exit(1);
    },
  );
