import { parseCsv } from '../csv.ts'

export const domains = ['physical', 'network', 'data', 'application'] as const
export const goals = ['confidentiality', 'integrity', 'reliability', 'availability'] as const
const words: Record<(typeof domains)[number] | (typeof goals)[number], string> = {
  physical: '物理 · Physical',
  network: '网络 · Network',
  data: '数据 · Data',
  application: '应用 · Application',
  confidentiality: '保密 · Confidentiality',
  integrity: '完整 · Integrity',
  reliability: '可靠 · Reliability',
  availability: '可用 · Availability',
}

export interface Control {
  readonly id: string
  readonly domain: (typeof domains)[number]
  readonly goal: (typeof goals)[number]
  readonly zh: string
  readonly en: string
  /** `file :: words of a test's title`, or `page.md#Heading`: the test that fails, or the record that lacks, without the control. */
  readonly proof: string
  /** What is left to somebody else, or not done. */
  readonly open: string
}

export function readControls(text: string): Control[] {
  return parseCsv(text).map((row, at) => {
    const { id = '', domain = '', goal = '', control_zh: zh = '', control_en: en = '', proof = '', open = '' } = row
    if (!id || !zh || !en || !(domains as readonly string[]).includes(domain) || !(goals as readonly string[]).includes(goal))
      throw new Error(`line ${at + 2} of the controls lacks an id, a domain, a goal or a name`)
    return { id, domain: domain as Control['domain'], goal: goal as Control['goal'], zh, en, proof, open }
  })
}

/** What a proof points to, as far as it is there. */
export type ReadFile = (path: string) => string | undefined

const titles = /\b(?:it|test|describe)(?:\.each[\s\S]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g

/** Undefined when the proof is there; else what is wrong with it. */
export function faultOfProof(proof: string, read: ReadFile): string | undefined {
  const [path = '', words] = proof.split(' :: ')
  const [page = '', heading] = path.split('#')
  const text = read(words === undefined ? page : path)
  if (text === undefined) return `${path} is not there`
  if (words === undefined)
    return heading !== undefined && text.split('\n').includes(`## ${heading}`) ? undefined : `${page} has no heading “${heading ?? ''}”`
  const fits = [...text.matchAll(titles)].some((match) => match[2]?.includes(words))
  return fits ? undefined : `${path} has no test “${words}”`
}

export interface Uncovered {
  readonly control: Control
  readonly why: string
}

export const uncovered = (controls: readonly Control[], read: ReadFile): Uncovered[] =>
  controls.flatMap((control) => {
    const why = control.proof === '' ? 'nothing proves it' : faultOfProof(control.proof, read)
    return why === undefined ? [] : [{ control, why }]
  })

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The self-assessment: every control with its evidence and what is open, made from the matrix and from nothing else. */
export function selfAssessment(controls: readonly Control[], read: ReadFile): string {
  const without = new Map(uncovered(controls, read).map(({ control, why }) => [control.id, why]))
  const held = controls.length - without.size
  const lines = [
    '# Security self-assessment',
    '',
    'Written by `npm run controls` from [controls.csv](controls.csv); do not edit. A control counts as evidenced when the test or record it names',
    'is there; whether that test passes is what the run of all tests says. What nothing proves is named by the checks of every run.',
    '',
    `${controls.length} controls, ${held} with evidence, ${without.size} without, ${controls.filter(({ open }) => open !== '').length} with something open.`,
    '',
    `| | ${goals.map((goal) => words[goal]).join(' | ')} |`,
    `|---|${goals.map(() => '---|').join('')}`,
    ...domains.map((domain) => `| ${words[domain]} | ${goals.map((goal) => idsOf(controls, domain, goal)).join(' | ')} |`),
  ]
  for (const domain of domains) {
    lines.push('', `## ${words[domain]}`, '', '| | control | goal | evidence | open |', '|---|---|---|---|---|')
    for (const control of controls.filter((one) => one.domain === domain)) {
      const evidence = without.has(control.id)
        ? `**none**: ${without.get(control.id)}`
        : `\`${control.proof.replace(' :: ', '` “')}${control.proof.includes(' :: ') ? '…”' : '`'}`
      const row = [control.id, `${control.zh}<br>${control.en}`, words[control.goal], evidence, control.open || '–']
      lines.push(`| ${row.map(cell).join(' | ')} |`)
    }
  }
  return `${lines.join('\n')}\n`
}

const idsOf = (controls: readonly Control[], domain: string, goal: string): string =>
  controls
    .filter((one) => one.domain === domain && one.goal === goal)
    .map(({ id }) => id)
    .join(' ') || '–'
