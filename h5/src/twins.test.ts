import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { twins, wantedTwins } from '../scripts/wrappers.mts'

const kept = () =>
  readdirSync(twins, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replace(/\\/g, '/'))
    .filter((path) => /^(pages|pkg-[a-z]+)\/.*\.tsx?$/.test(path))
    .sort()

test('every screen of the mini-program has its twin here and nothing else; run `npm run pages -w h5` after adding one', async () => {
  const wanted = await wantedTwins()
  expect(kept()).toEqual([...wanted.keys()].sort())
  for (const [path, content] of wanted) expect(readFileSync(`${twins}${path}`, 'utf8')).toBe(content)
})
