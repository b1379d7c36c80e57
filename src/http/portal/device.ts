/** The family of a device, for the evidence of a decision: enough to recognise, too little to follow (section 1, "coarse"). */
export function deviceFamily(userAgent: string | undefined): string {
  const text = userAgent ?? '';
  const system =
    ([
      [/iPhone|iPad/, 'ios'],
      [/Android/, 'android'],
      [/Windows/, 'windows'],
      [/Mac OS X/, 'mac'],
      [/Linux/, 'linux'],
    ].find(([pattern]) => (pattern as RegExp).test(text))?.[1] as string | undefined) ?? 'other';
  const browser =
    ([
      [/Edg\//, 'edge'],
      [/Firefox\//, 'firefox'],
      [/Chrome\//, 'chrome'],
      [/Safari\//, 'safari'],
    ].find(([pattern]) => (pattern as RegExp).test(text))?.[1] as string | undefined) ?? 'other';
  return `${system}/${browser}`;
}
