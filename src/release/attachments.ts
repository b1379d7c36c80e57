// p2p 5.8, Bulk Data 2.0 (attachments): what leaves carries its documents, or says where they are in full
import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';

/** The attachments of the types whose content is documents. */
function attachmentsOf(resource: JsonObject): JsonObject[] {
  if (resource.resourceType === 'DocumentReference')
    return objectsOf(resource.content).flatMap(({ attachment }) =>
      isObject(attachment) ? [attachment] : [],
    );
  if (resource.resourceType === 'DiagnosticReport') return objectsOf(resource.presentedForm);
  return [];
}

const isAbsoluteUrl = (url: string): boolean => /^https?:\/\//i.test(url);

/** Whether some document could not be had by whoever receives the record: it is neither in it nor at an absolute address. */
export const hasUnfetchable = (resource: JsonObject): boolean =>
  attachmentsOf(resource).some((attachment) => {
    const url = textOf(attachment.url);
    return url !== undefined && attachment.data === undefined && !isAbsoluteUrl(url);
  });

/** Whether some document is both in the record and elsewhere: two answers to one question (interop 1). */
export const hasDoubled = (resource: JsonObject): boolean =>
  attachmentsOf(resource).some(({ url, data }) => url !== undefined && data !== undefined);

/** The resource, with the data of documents that have both, and without their address. */
export const withoutDoubles = (resource: JsonObject): JsonObject =>
  mapAttachments(resource, (attachment) => {
    if (attachment.url === undefined || attachment.data === undefined) return attachment;
    const { url: _url, _url: _, ...rest } = attachment;
    return rest;
  });

/** A resource with its attachments, each as `change` makes it. */
function mapAttachments(resource: JsonObject, change: (attachment: JsonObject) => JsonObject): JsonObject {
  if (resource.resourceType === 'DiagnosticReport')
    return { ...resource, presentedForm: objectsOf(resource.presentedForm).map(change) };
  return {
    ...resource,
    content: objectsOf(resource.content).map((content) =>
      isObject(content.attachment) ? { ...content, attachment: change(content.attachment) } : content,
    ),
  };
}

/** A document by itself. */
export interface Document {
  contentType: string;
  /** Base64. */
  data: string;
  /** Of the data before base64. */
  bytes: number;
}

/** Ids of the Binaries of the same server that the resource's documents are in. */
export const binariesOf = (resource: JsonObject): string[] =>
  attachmentsOf(resource).flatMap((attachment) => {
    const id = attachment.data === undefined ? binaryId(attachment) : undefined;
    return id === undefined ? [] : [id];
  });

const binaryId = ({ url }: JsonObject): string | undefined =>
  /^\/?Binary\/([A-Za-z0-9\-.]{1,64})$/.exec(textOf(url) ?? '')?.[1];

/** The resource with those documents put in: Binaries do not travel by themselves (Bulk Data 2.0). */
export const withDocuments = (resource: JsonObject, documents: ReadonlyMap<string, Document>): JsonObject =>
  mapAttachments(resource, (attachment) => {
    const document = documents.get(binaryId(attachment) ?? '');
    if (!document || attachment.data !== undefined) return attachment;
    const { url: _url, _url: _, size: _size, ...rest } = attachment;
    return { contentType: document.contentType, ...rest, data: document.data, size: document.bytes };
  });
