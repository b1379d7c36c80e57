const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is an id as we write them. Ask before it meets a uuid column: there anything else is an error, not an absent row. */
export const isUuid = (text: string): boolean => uuid.test(text);
