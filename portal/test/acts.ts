// What a member does, step by step, in either language.
import type { Page } from 'playwright-core';

export const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click();
export const start = /^(Start|Empezar)$/;
export const goOn = /^(Save and go on|Guardar y seguir)$/;
export const openFold = async (page: Page) => {
  for (const fold of await page.locator('main summary').all()) await fold.click();
};

export async function findKindCover(page: Page): Promise<void> {
  await press(page, start);
  await page.locator('#plan-name').fill('kindc');
  await page.getByRole('button', { name: /KindCover/ }).click();
  await page.locator('#memberIdThere').waitFor();
}
export async function describeCard(page: Page): Promise<void> {
  await findKindCover(page);
  await page.locator('#memberIdThere').fill('KC 1234 9012');
  await page.locator('label[for=relationship]').click();
  await press(page, goOn);
  await page.locator('#scope').waitFor();
}
export async function chooseScope(page: Page): Promise<void> {
  await describeCard(page);
  await page.locator('label[for=scope-regular]').click();
  await press(page, goOn);
  await page.locator('#typedName').waitFor();
}
export async function sign(page: Page, name = 'John Smith'): Promise<void> {
  await page.locator('label[for=agreed]').click();
  await page.locator('#typedName').fill(name);
  await press(page, /^(Yes, I sign|Sí, firmo)$/);
}
