import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { iconsCss } from './icons.ts'
import { type SceneName, sceneSvg, scenes, scenesCss } from './scenes.ts'
import { themeCss } from './theme.ts'

test.each([
  ['theme.gen.css', themeCss],
  ['icons.gen.css', iconsCss],
  ['scenes.gen.css', scenesCss],
])('%s is the one that its source gives; run `npm run theme -w miniapp` after changing it', (name, css) => {
  expect(readFileSync(resolve(__dirname, name), 'utf8')).toBe(css())
})

test.each(Object.keys(scenes) as SceneName[])('scene %s is an own drawing of at most 12 KB without anything remote', (name) => {
  const svg = sceneSvg(name)
  expect(svg.length).toBeLessThan(12_000)
  expect(svg.replace("xmlns='http://www.w3.org/2000/svg'", '')).not.toMatch(/https?:|href/)
})
