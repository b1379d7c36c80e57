import type { InstalledPackage } from '../../validation/package/manifest.ts';
import { type CommandMaker, command, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

/** Where packages lie unless `--packages` says otherwise. */
export const packagesDir_default = 'fhir-packages';

interface InstallOptions extends JsonOption {
  packages: string;
  registry?: string;
}

/** The FHIR packages (profiles, value sets, code systems) that resources are judged by. */
export const packagesCommand: CommandMaker = (io) => {
  const install = jsonCommand(
    'install',
    'from files, folders, URLs, or by name from a registry that you name',
  )
    .argument('<source...>', 'a .tgz, a folder of them, a URL, or name#version')
    .option('--packages <dir>', 'the folder that they go to', packagesDir_default)
    .option('--registry <url>', 'base URL of a registry of FHIR packages; there is no default')
    .action(async (sources: string[], options: InstallOptions) => {
      const { installPackages } = await import('../../validation/package/install.ts');
      const added = await installPackages({
        dir: options.packages,
        sources,
        registry: options.registry,
        fetch: fetched,
      });
      print(io, options.json, { ok: true, installed: added }, () => text(added));
    });
  const list = jsonCommand('list', 'what is installed: name, version, checksum')
    .option('--packages <dir>', 'the folder of FHIR packages', packagesDir_default)
    .action(async (options: InstallOptions) => {
      const { installedPackages } = await import('../../validation/package/manifest.ts');
      const all = installedPackages(options.packages);
      print(io, options.json, all, () => (all.length === 0 ? 'No packages are installed.' : text(all)));
    });
  return command('packages', 'FHIR packages that resources are judged by')
    .addCommand(install)
    .addCommand(list);
};

const packageBytes_max = 256 * 1024 * 1024;

/** The operator named the address; what comes is bounded all the same. */
async function fetched(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  if (!answer.ok || !answer.body)
    throw new UsageProblem(`${url} answered ${answer.status}.`, 'Check the address and the version.');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > packageBytes_max)
      throw new UsageProblem('The package is too large.', `At most ${packageBytes_max} bytes.`);
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

const text = (packages: readonly InstalledPackage[]): string =>
  table(
    ['package', 'version', 'bytes', 'sha256'],
    packages.map(({ name, version, bytes, sha256 }) => [name, version, bytes, sha256.slice(0, 16)]),
  );
