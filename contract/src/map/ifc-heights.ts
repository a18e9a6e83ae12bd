import { refOf, refsOf, type StepEntity, StepFault, type StepFile } from './ifc-step.ts'

const prefixes: Readonly<Record<string, number>> = { MILLI: 0.001, CENTI: 0.01, DECI: 0.1, KILO: 1000 }
const deepestPlacement = 32

/** Metres above zero at which a storey lies: as it says itself, or else where its placement puts it. */
export function heightsOf(file: StepFile, project: StepEntity): (storey: StepEntity) => number | null {
  const metres = metresOf(file, project)
  return (storey) => {
    const said = storey.values[9]
    const height = said?.is === 'number' ? said.number : placed(file, refOf(storey.values[5]), storey)
    if (height === undefined) return null
    const inMetres = Math.round(height * metres * 1000) / 1000
    if (Math.abs(inMetres) > 9000) throw new StepFault(storey.line, '楼层标高有误', 'the elevation of the storey is not valid')
    return inMetres
  }
}

function metresOf({ entities }: StepFile, project: StepEntity): number {
  const assignment = entities.get(refOf(project.values[8]) ?? 0)
  for (const ref of refsOf(assignment?.values[0])) {
    const unit = entities.get(ref)
    const kind = unit?.values[1]
    if (!unit || kind?.is !== 'word' || kind.word !== 'LENGTHUNIT') continue
    const [prefix, name] = [unit.values[2], unit.values[3]]
    const factor = prefix?.is === 'word' ? prefixes[prefix.word] : 1
    if (unit.type !== 'IFCSIUNIT' || factor === undefined || name?.is !== 'word' || name.word !== 'METRE')
      throw new StepFault(unit.line, '长度单位不是米制，请改为米或毫米导出', 'lengths are not metric; export in metres or millimetres')
    return factor
  }
  throw new StepFault(project.line, '文件没有写明长度单位', 'the file does not say its unit of length')
}

/** The heights of one placement upon the other; only upright ones are upon each other. */
function placed({ entities }: StepFile, from: number | undefined, storey: StepEntity): number | undefined {
  let height = 0
  const seen = new Set<number>()
  for (let at = from; at !== undefined; ) {
    if (seen.has(at) || seen.size >= deepestPlacement)
      throw new StepFault(storey.line, `#${storey.id} 的放置循环嵌套`, `the placement of #${storey.id} is nested within itself`)
    seen.add(at)
    const placement = entities.get(at)
    const axis = entities.get(refOf(placement?.values[1]) ?? 0)
    const point = entities.get(refOf(axis?.values[0]) ?? 0)?.values[0]
    const z = point?.is === 'list' ? point.list[2] : undefined
    if (z?.is !== 'number') return undefined
    height += z.number
    at = refOf(placement?.values[0])
  }
  return from === undefined ? undefined : height
}
