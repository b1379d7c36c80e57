import { Problem } from '../../problem/problem.ts';
import { unsupportedMedia } from '../problem.ts';
import { jsonTypes, type Route } from '../route.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Refuses a body that the route does not take, before any of it is read. */
export function checkBody(route: Route, headers: Headers): void {
  const announced = Number(headers['content-length'] ?? 0);
  if (announced === 0 && headers['transfer-encoding'] === undefined) return;
  if (route.bodyBytes_max === 0) throw new Problem('too-large', 'This request takes no body.');
  if (announced > route.bodyBytes_max) throw new Problem('too-large', 'The body is too large.');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity' && !route.encodings?.includes(String(encoding))) {
    throw new Problem('unsupported-media', 'An encoded body is not taken here.');
  }
  const [type = '', ...parameters] = String(headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (!route.contentTypes.includes(type)) throw unsupportedMedia();
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) throw unsupportedMedia();
}

const xmlFormat = /xml|ttl|turtle|html/;

/** Refuses a caller that takes none of the route's media types. FHIR's `_format` goes before `Accept`. */
export function checkAccept(route: Route, headers: Headers, query: URLSearchParams): void {
  const format = query.get('_format');
  if (format !== null && route.errors !== 'oauth') {
    if (xmlFormat.test(format.toLowerCase())) throw notAcceptable();
    return;
  }
  const accept = headers.accept;
  if (accept === undefined || accept === '') return;
  const produced = route.produces ?? jsonTypes;
  const ranges = String(accept)
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .filter((parts) => !parts.some((part) => /^q=0(\.0*)?$/.test(part)))
    .map(([range]) => range!);
  const taken = ranges.some(
    (range) =>
      range === '*/*' ||
      produced.includes(range) ||
      (range.endsWith('/*') && produced.some((type) => type.startsWith(range.slice(0, -1)))),
  );
  if (!taken) throw notAcceptable();
}

const notAcceptable = (): Problem =>
  new Problem('not-acceptable', 'None of the media types that are accepted can be answered here.');
