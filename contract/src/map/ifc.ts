import { text } from '../kernel/text.ts'
import type { Unread } from './glb.ts'
import { heightsOf } from './ifc-heights.ts'
import { readStep, refOf, refsOf, type StepEntity, StepFault, type StepFile, type StepValue } from './ifc-step.ts'

export const mostIfcElements = 5000
const deepestTree = 16

/** What of a building model is read: its spatial structure, and what stands in it. */
export const ifcKinds = {
  project: text('项目', 'Project'),
  site: text('场地', 'Site'),
  building: text('建筑', 'Building'),
  storey: text('楼层', 'Storey'),
  space: text('空间', 'Space'),
  wall: text('墙', 'Wall'),
  door: text('门', 'Door'),
  window: text('窗', 'Window'),
  slab: text('楼板', 'Slab'),
  column: text('柱', 'Column'),
  beam: text('梁', 'Beam'),
  stair: text('楼梯', 'Stair'),
  roof: text('屋面', 'Roof'),
  transport: text('电梯', 'Lift'),
  other: text('其他构件', 'Other element'),
} as const
export type IfcKind = keyof typeof ifcKinds
export const ifcKindNames = Object.keys(ifcKinds) as [IfcKind, ...IfcKind[]]

const spatial: Readonly<Record<string, IfcKind>> = {
  ...{ IFCPROJECT: 'project', IFCSITE: 'site', IFCBUILDING: 'building', IFCBUILDINGSTOREY: 'storey', IFCSPACE: 'space' },
}
const elements: Readonly<Record<string, IfcKind>> = {
  ...{ IFCWALL: 'wall', IFCWALLSTANDARDCASE: 'wall', IFCCURTAINWALL: 'wall', IFCDOOR: 'door', IFCDOORSTANDARDCASE: 'door' },
  ...{ IFCWINDOW: 'window', IFCWINDOWSTANDARDCASE: 'window', IFCSLAB: 'slab', IFCCOLUMN: 'column', IFCBEAM: 'beam' },
  ...{ IFCSTAIR: 'stair', IFCSTAIRFLIGHT: 'stair', IFCRAMP: 'stair', IFCROOF: 'roof', IFCTRANSPORTELEMENT: 'transport' },
  ...{ IFCBUILDINGELEMENTPROXY: 'other', IFCRAILING: 'other', IFCMEMBER: 'other', IFCPLATE: 'other', IFCCOVERING: 'other' },
  ...{ IFCFOOTING: 'other', IFCPILE: 'other', IFCFURNISHINGELEMENT: 'other', IFCFURNITURE: 'other', IFCFLOWTERMINAL: 'other' },
  ...{ IFCFLOWSEGMENT: 'other', IFCFLOWCONTROLLER: 'other', IFCDISTRIBUTIONELEMENT: 'other', IFCSENSOR: 'other', IFCALARM: 'other' },
}
const around = new Set([
  ...['IFCRELAGGREGATES', 'IFCRELCONTAINEDINSPATIALSTRUCTURE', 'IFCLOCALPLACEMENT', 'IFCAXIS2PLACEMENT3D'],
  ...['IFCCARTESIANPOINT', 'IFCUNITASSIGNMENT', 'IFCSIUNIT', 'IFCCONVERSIONBASEDUNIT'],
])
export const kindOfIfc = (type: string): IfcKind | undefined => spatial[type] ?? elements[type]

/** One thing of the model, known over all its revisions by its GlobalId. */
export interface IfcElement {
  readonly guid: string
  readonly kind: IfcKind
  readonly name: string
  readonly longName: string
  readonly parent: string | null
  /** Metres above the zero of the building: its own of a storey, of everything else that of its storey. */
  readonly elevation: number | null
}

export interface ReadIfc {
  readonly schema: 'IFC2X3' | 'IFC4'
  readonly project: string
  /** Parents stand before their children. */
  readonly elements: readonly IfcElement[]
  /** Elements that are in no storey of the building: they are not taken. */
  readonly loose: number
}

/** Reads the structure of a building model (IFC4, IFC2x3) to the letter. Its drawn geometry is not read. */
export function readIfc(source: string): ReadIfc | Unread {
  try {
    return read(readStep(source, (type) => kindOfIfc(type) !== undefined || around.has(type)))
  } catch (error) {
    if (error instanceof StepFault) return { fault: { zh: error.zh, en: error.en } }
    throw error
  }
}

const textOf = (value: StepValue | undefined): string => (value?.is === 'text' ? value.text.trim().slice(0, 120) : '')

function schemaOf({ header }: StepFile): ReadIfc['schema'] {
  const said = header.find(({ type }) => type === 'FILE_SCHEMA')
  const list = said?.values[0]
  const name = list?.is === 'list' ? textOf(list.list[0]) : ''
  if (/^IFC4(X\d.*|_ADD\d.*)?$/i.test(name)) return 'IFC4'
  if (/^IFC2X3(_.*)?$/i.test(name)) return 'IFC2X3'
  throw new StepFault(
    said?.line ?? 1,
    `不支持的版本“${name.slice(0, 40)}”，只支持 IFC4 与 IFC2x3`,
    `“${name.slice(0, 40)}” is not supported, only IFC4 and IFC2x3`,
  )
}

const guidPattern = /^[0-3][0-9A-Za-z_$]{21}$/

function read(file: StepFile): ReadIfc {
  const schema = schemaOf(file)
  const things = [...file.entities.values()].filter(({ type }) => kindOfIfc(type) !== undefined)
  const guids = guidsOf(things)
  const of = (kind: IfcKind) => things.filter(({ type }) => spatial[type] === kind)
  const [[project, second], buildings] = [of('project'), of('building')]
  if (!project) throw new StepFault(1, '文件中没有 IfcProject', 'there is no IfcProject in the file')
  if (second) throw new StepFault(second.line, '有不止一个 IfcProject', 'there is more than one IfcProject')
  if (!buildings[0]) throw new StepFault(project.line, '文件中没有 IfcBuilding', 'there is no IfcBuilding in the file')
  if (buildings[1])
    throw new StepFault(
      buildings[1].line,
      '有不止一个 IfcBuilding，请逐栋导出',
      'there is more than one IfcBuilding; export each by itself',
    )
  const { children, parents } = treeOf(file)
  const heightOf = heightsOf(file, project)
  const out: IfcElement[] = []
  const seen = new Set<number>()
  const visit = (one: StepEntity, parent: IfcElement | undefined, depth: number): void => {
    if (seen.has(one.id)) throw new StepFault(one.line, `#${one.id} 的空间结构循环嵌套`, `#${one.id} is nested within itself`)
    if (depth > deepestTree) throw new StepFault(one.line, `空间结构超过 ${deepestTree} 层`, `the structure is deeper than ${deepestTree}`)
    if (out.length >= mostIfcElements)
      throw new StepFault(one.line, `构件超过 ${mostIfcElements} 个`, `there are more than ${mostIfcElements} elements`)
    seen.add(one.id)
    const kind = kindOfIfc(one.type) ?? 'other'
    const element: IfcElement = {
      ...{ guid: guids.get(one.id) ?? '', kind, name: textOf(one.values[2]), parent: parent?.guid ?? null },
      longName: kind === 'space' || kind === 'storey' || kind === 'building' ? textOf(one.values[7]) : '',
      elevation: kind === 'storey' ? heightOf(one) : (parent?.elevation ?? null),
    }
    out.push(element)
    for (const child of children.get(one.id) ?? []) {
      const next = file.entities.get(child)
      if (next && kindOfIfc(next.type)) visit(next, element, depth + 1)
    }
  }
  visit(project, undefined, 0)
  const left = things.filter(({ id }) => !seen.has(id))
  for (const one of left) {
    if (spatial[one.type]) throw new StepFault(one.line, `#${one.id} 不在 IfcProject 之下`, `#${one.id} does not belong to the IfcProject`)
    refuseLoop(one, file, parents)
  }
  return { schema, project: textOf(project.values[2]), elements: out, loose: left.length }
}

function guidsOf(things: readonly StepEntity[]): Map<number, string> {
  const [byId, taken] = [new Map<number, string>(), new Set<string>()]
  for (const { id, line, values } of things) {
    const guid = textOf(values[0])
    if (!guidPattern.test(guid)) throw new StepFault(line, `#${id} 的 GlobalId 有误`, `the GlobalId of #${id} is not valid`)
    if (taken.has(guid)) throw new StepFault(line, `GlobalId ${guid} 出现了两次`, `the GlobalId ${guid} is there twice`)
    taken.add(guid)
    byId.set(id, guid)
  }
  return byId
}

/** What is part of what, and what stands in what; nothing is in two places. */
function treeOf({ entities }: StepFile) {
  const [children, parents] = [new Map<number, number[]>(), new Map<number, number>()]
  for (const { type, line, values } of entities.values()) {
    const isPart = type === 'IFCRELAGGREGATES'
    if (!isPart && type !== 'IFCRELCONTAINEDINSPATIALSTRUCTURE') continue
    const whole = refOf(values[isPart ? 4 : 5])
    if (whole === undefined) throw new StepFault(line, '关系没有写明整体', 'the relation does not say of what')
    for (const part of refsOf(values[isPart ? 5 : 4])) {
      if (parents.has(part)) throw new StepFault(line, `#${part} 同时属于两处`, `#${part} is in two places at once`)
      parents.set(part, whole)
      const known = children.get(whole)
      if (known) known.push(part)
      else children.set(whole, [part])
    }
  }
  return { children, parents }
}

function refuseLoop({ id, line }: StepEntity, { entities }: StepFile, parents: ReadonlyMap<number, number>): void {
  const seen = new Set([id])
  for (let at = parents.get(id); at !== undefined && entities.has(at); at = parents.get(at)) {
    if (seen.has(at)) throw new StepFault(line, `#${id} 的空间结构循环嵌套`, `#${id} is nested within itself`)
    seen.add(at)
  }
}
