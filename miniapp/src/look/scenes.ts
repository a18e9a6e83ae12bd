/**
 * Flat paper-cut scenes, drawn for this project: teal, persimmon and paper. One per family of empty states. They
 * become backgrounds in scenes.gen.css.
 */
const teal = '#0B6B6B'
const deep = '#085252'
const mist = '#BFDCD9'
const paper = '#EEEBE4'
const edge = '#DEDBD3'
const persimmon = '#F2933A'
const bark = '#8A5A34'

const tree = (x: number, y: number, size: number, colour = teal) =>
  `<path d='M${x} ${y}v${size * 0.5}' stroke='${bark}' stroke-width='3'/><circle cx='${x}' cy='${y - size * 0.2}' r='${size * 0.42}' fill='${colour}'/><circle cx='${x - size * 0.24}' cy='${y}' r='${size * 0.26}' fill='${colour}'/><circle cx='${x + size * 0.24}' cy='${y}' r='${size * 0.26}' fill='${colour}'/>`

const windows = (x: number, y: number, columns: number, rows: number, lit: readonly number[]) => {
  let out = ''
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const colour = lit.includes(row * columns + column) ? persimmon : mist
      out += `<rect x='${x + column * 14}' y='${y + row * 16}' width='8' height='9' rx='1' fill='${colour}'/>`
    }
  return out
}

const ground = `<path d='M8 132h184' stroke='${edge}' stroke-width='3' stroke-linecap='round'/>`
const cat = (x: number, y: number) =>
  `<path d='M${x} ${y}c0-9 4-13 10-13s10 4 10 13v6H${x}Z' fill='${persimmon}'/><path d='M${x + 3} ${y - 10}l-1-8 6 4ZM${x + 17} ${y - 10}l1-8-6 4Z' fill='${persimmon}'/><path d='M${x + 20} ${y + 4}c8 0 9-6 7-10' stroke='${persimmon}' stroke-width='3' fill='none' stroke-linecap='round'/>`
const neighbour = (x: number, colour: string) =>
  `<circle cx='${x}' cy='94' r='8' fill='${colour}'/><path d='M${x - 12} 132c0-18 4-26 12-26s12 8 12 26Z' fill='${colour}'/>`

/** Nothing to do: an estate in the evening, a lamp or two lit, a cat. */
const calm = `<rect x='34' y='44' width='52' height='88' rx='3' fill='${teal}'/>${windows(44, 56, 3, 4, [4, 9])}<rect x='92' y='66' width='44' height='66' rx='3' fill='${deep}'/>${windows(100, 76, 2, 3, [3])}${tree(158, 96, 42)}${cat(10, 126)}${ground}`
/** Nobody here yet: two neighbours under a tree. */
const neighbours = `${tree(100, 70, 70, mist)}${neighbour(72, teal)}${neighbour(128, persimmon)}<path d='M84 112h32' stroke='${deep}' stroke-width='3' stroke-linecap='round'/>${ground}`
/** Nothing found, or gone: a stairwell with an open door. */
const stairs = `<path d='M30 132V116h28v-16h28V84h28V68h28V52h30v80Z' fill='${paper}' stroke='${edge}' stroke-width='2'/><rect x='128' y='12' width='26' height='40' rx='2' fill='${teal}'/><path d='M154 12l14 6v40l-14-6Z' fill='${deep}'/><circle cx='148' cy='33' r='2' fill='${persimmon}'/>${cat(64, 94)}${ground}`
/** No network or a fault: a lamp post whose light is out, and a repairer's box. */
const outage = `<path d='M70 132V40c0-10 6-16 16-16h10' stroke='${deep}' stroke-width='5' fill='none' stroke-linecap='round'/><path d='M92 20h22l5 12H87Z' fill='${teal}'/><rect x='122' y='106' width='40' height='26' rx='4' fill='${persimmon}'/><path d='M134 106v-6h16v6M122 117h40' stroke='#3A1D00' stroke-width='2.5' fill='none'/>${tree(32, 104, 34, mist)}${ground}`
/** Needs a key: a gate with a lock. */
const gate = `<path d='M52 132V52a48 48 0 0 1 96 0v80' fill='${paper}' stroke='${teal}' stroke-width='5'/><path d='M72 132V62M92 132V54M112 132V54M132 132V62' stroke='${teal}' stroke-width='3'/><rect x='86' y='84' width='30' height='24' rx='5' fill='${persimmon}'/><path d='M93 84v-6a8 8 0 0 1 16 0v6' stroke='#3A1D00' stroke-width='3' fill='none'/>${tree(26, 108, 30, mist)}${tree(176, 104, 36, mist)}${ground}`

export const scenes = { calm, neighbours, stairs, outage, gate } as const
export type SceneName = keyof typeof scenes

export const sceneSvg = (name: SceneName): string =>
  `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 140' fill='none'>${scenes[name]}</svg>`

const encoded = (svg: string) => `data:image/svg+xml,${svg.replace(/#/g, '%23').replace(/</g, '%3C').replace(/>/g, '%3E')}`

export const scenesCss = (): string =>
  [
    '/* Generated from scenes.ts by scripts/theme.ts. */\n',
    ...(Object.keys(scenes) as SceneName[]).map((name) => `.scene-${name} {\n  background-image: url("${encoded(sceneSvg(name))}");\n}\n`),
  ].join('\n')
