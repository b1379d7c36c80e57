// Which given names are forms of one: nicknames in both directions and every spelling, and no two names that sisters have.
import { expect, test } from 'vitest';
import { nicknamesOf, relationOf } from './nickname.ts';
import { nicknameGroups } from './nickname-groups.ts';

test.each([
  ['bob', 'robert', 'form'],
  ['bob', 'robbie', 'form'],
  ['meg', 'margaret', 'form'],
  ['lupita', 'guadalupe', 'form'],
  ['chuy', 'jesus', 'form'],
  ['abbie', 'abigail', 'form'],
  ['davey', 'david', 'form'],
  ['lucas', 'luke', 'formal'],
  ['abbie', 'abby', 'spelling'],
  ['ann', 'marie', 'none'],
  ['james', 'john', 'none'],
  ['emma', 'olivia', 'none'],
])('%s and %s: %s', (a, b, relation) => {
  expect(relationOf(a, b)).toBe(relation);
  expect(relationOf(b, a)).toBe(relation);
});

test('other forms are sorted and never the name itself', () => {
  const forms = nicknamesOf('bill');
  expect(forms).toContain('wiliam');
  expect([...forms].sort()).toEqual(forms);
  expect(forms).not.toContain('bil');
  expect(nicknamesOf('zephyrin')).toEqual([]);
});

test('the table is one line a formal name, sorted, without repetition', () => {
  const formals = nicknameGroups
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  expect(formals.length).toBeGreaterThan(1000);
  expect(formals.map(([formal]) => formal)).toEqual([...new Set(formals.map(([formal]) => formal))].sort());
  for (const line of formals) expect(new Set(line).size).toBe(line.length);
});
