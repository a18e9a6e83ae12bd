/** A building as it is handed to the writer: in metres, each thing with its GlobalId. */
export interface WrittenStorey {
  readonly guid: string
  readonly name: string
  readonly elevation: number
  readonly spaces: readonly { readonly guid: string; readonly name: string; readonly longName?: string }[]
  readonly elements: readonly { readonly guid: string; readonly type: 'IFCWALL' | 'IFCDOOR' | 'IFCSLAB'; readonly name: string }[]
}
export interface WrittenIfc {
  readonly schema: 'IFC4' | 'IFC2X3'
  readonly project: string
  readonly building: string
  readonly guids: readonly [project: string, site: string, building: string]
  readonly storeys: readonly WrittenStorey[]
}

/** The 22 characters of a GlobalId that always come out the same for a number. */
export const guidOf = (seed: number): string => `0Liren${String(seed).padStart(16, '0')}`

/** Texts beyond ASCII are written by their codes, as the format asks. */
const quoted = (text: string): string =>
  `'${text
    .replaceAll("'", "''")
    .replaceAll('\\', '\\\\')
    .replace(/[^ -~]+/g, (part) => {
      const codes = Array.from({ length: part.length }, (_, i) => part.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0'))
      return `\\X2\\${codes.join('')}\\X0\\`
    })}'`

/** Writes a small building model without geometry, in millimetres as most programs do: for samples and tests. */
export function writeIfc({ schema, project, building, guids, storeys }: WrittenIfc): string {
  const lines: string[] = []
  const add = (line: string): string => `#${lines.push(line)}`
  let relations = 0
  const relate = (type: string, ...ends: string[]) =>
    add(`${type}('1Liren${String(++relations).padStart(16, '0')}',$,$,$,${ends.join(',')})`)
  const unit = add('IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)')
  const units = add(`IFCUNITASSIGNMENT((${unit}))`)
  const top = add(`IFCPROJECT('${guids[0]}',$,${quoted(project)},$,$,$,$,(),${units})`)
  const site = add(`IFCSITE('${guids[1]}',$,'Site',$,$,$,$,$,.ELEMENT.,$,$,0.,$,$)`)
  const house = add(`IFCBUILDING('${guids[2]}',$,${quoted(building)},$,$,$,$,$,.ELEMENT.,$,$,$)`)
  relate('IFCRELAGGREGATES', top, `(${site})`)
  relate('IFCRELAGGREGATES', site, `(${house})`)
  const floors = storeys.map(({ guid, name, elevation, spaces, elements }) => {
    const height = `${Math.round(elevation * 1000)}.`
    const point = add(`IFCCARTESIANPOINT((0.,0.,${height}))`)
    const placement = add(`IFCLOCALPLACEMENT($,${add(`IFCAXIS2PLACEMENT3D(${point},$,$)`)})`)
    const floor = add(`IFCBUILDINGSTOREY('${guid}',$,${quoted(name)},$,$,${placement},$,$,.ELEMENT.,${height})`)
    const rooms = spaces.map((one) =>
      add(`IFCSPACE('${one.guid}',$,${quoted(one.name)},$,$,$,$,${one.longName ? quoted(one.longName) : '$'},.ELEMENT.,$,$)`),
    )
    const things = elements.map((one) => {
      const more = one.type === 'IFCDOOR' ? ',2100.,900.' : schema === 'IFC4' || one.type === 'IFCSLAB' ? ',$' : ''
      return add(`${one.type}('${one.guid}',$,${quoted(one.name)},$,$,$,$,$${more})`)
    })
    if (rooms.length > 0) relate('IFCRELAGGREGATES', floor, `(${rooms.join(',')})`)
    if (things.length > 0) relate('IFCRELCONTAINEDINSPATIALSTRUCTURE', `(${things.join(',')})`, floor)
    return floor
  })
  if (floors.length > 0) relate('IFCRELAGGREGATES', house, `(${floors.join(',')})`)
  return [
    ...['ISO-10303-21;', 'HEADER;', "FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');"],
    ...["FILE_NAME('sample.ifc','2026-01-01T00:00:00',(''),(''),'','Liren','');", `FILE_SCHEMA(('${schema}'));`, 'ENDSEC;', 'DATA;'],
    ...lines.map((line, i) => `#${i + 1}=${line};`),
    ...['ENDSEC;', 'END-ISO-10303-21;', ''],
  ].join('\n')
}
