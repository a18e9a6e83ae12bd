import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { themeCss } from './theme.ts'

test('the style sheet is the one that the tokens give; run `npm run theme -w miniapp` after changing them', () => {
  expect(readFileSync(resolve(__dirname, 'theme.gen.css'), 'utf8')).toBe(themeCss())
})
