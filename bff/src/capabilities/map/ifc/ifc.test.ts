import type { IfcModel } from '@liren/contract/map/ifc-model'
import { guidOf, type WrittenIfc, writeIfc } from '@liren/contract/map/ifc-write'
import type { StageEntry } from '@liren/contract/map/life'
import { type Stage, stageNames } from '@liren/contract/map/stage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makePlace, makeVillage, type Village } from '../../../../test/village.ts'
import { body } from '../../device/testing.ts'
import { sendIfc } from './testing.ts'

/** Twelve storeys and a cellar; on the twelfth two spaces, one of them a house of ours. */
const building = (change: Partial<WrittenIfc> = {}): WrittenIfc => ({
  ...{ schema: 'IFC4', project: '枫林雅苑', building: '3幢', guids: [guidOf(1), guidOf(2), guidOf(3)] },
  storeys: Array.from({ length: 13 }, (_, i) => ({
    ...{ guid: guidOf(100 + i), name: i === 0 ? '地下一层' : `${i}F`, elevation: (i - 1) * 3 },
    spaces:
      i === 12
        ? [
            { guid: guidOf(201), name: '1201室' },
            { guid: guidOf(202), name: '设备间' },
          ]
        : [],
    elements:
      i === 12
        ? [
            { guid: guidOf(301), type: 'IFCWALL' as const, name: '外墙' },
            { guid: guidOf(302), type: 'IFCDOOR' as const, name: "入户门 'A'" },
          ]
        : [],
  })),
  ...change,
})
const file = writeIfc(building())
const line = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length
/** The same file with one line of it written differently. */
const bent = (find: string | RegExp, put: string) => file.replace(find, put)

describeStores('building models', (open) => {
  let app: TestApp
  let v: Village
  let far: string
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    far = (await makePlace(app.kernel, 'building', '01', '1幢', v.farEstate)).id
  })
  afterAll(() => app.close())

  const usual = { version: 0, stage: 'design' as Stage, source: '市建筑设计院', takenOn: '2024-05-01' }
  const model = async (query = '', token = v.tokens.officer) =>
    app.call<IfcModel>('GET', `/api/map/buildings/${v.building.id}/ifc${query}`, { token })
  const preview = (text: string | Uint8Array<ArrayBuffer>, token = v.tokens.officer, id = v.building.id) => sendIfc(app, token, id, text)
  const bring = (text: string, query: object = {}, token = v.tokens.officer, id = v.building.id) =>
    sendIfc(app, token, id, text, { ...usual, ...query })
  const attach = (values: object, token = v.tokens.officer) =>
    app.call<StageEntry>('POST', `/api/map/buildings/${v.building.id}/stages`, {
      token,
      body: values,
    })

  it('takes no file from those who may not draw, nor for a building that is not theirs', async () => {
    for (const send of [preview, (...args: Parameters<typeof preview>) => bring(args[0] as string, {}, args[1], args[2])]) {
      expect((await send(file, 'nobody')).status).toBe(401)
      expect((await send(file, v.tokens.resident)).status).toBe(403)
      expect((await send(file, v.tokens.worker)).status).toBe(403)
      expect((await send(file, v.tokens.officer, far)).status).toBe(404)
      expect((await send(file, v.tokens.officer, v.house.id)).status).toBe(404)
    }
    expect((await app.call('GET', `/api/map/buildings/${v.building.id}/ifc`)).status).toBe(401)
    expect((await model('', v.tokens.resident)).status).toBe(403)
    expect((await model('', v.tokens.farManager)).status).toBe(404)
    expect((await bring(file, { stage: 'ruin' })).error?.faults).toMatchObject([{ path: 'query.stage' }])
    expect((await bring(file, { source: '' })).error?.faults).toMatchObject([{ path: 'query.source' }])
    expect((await bring(file, { validTo: '2024-04-30' })).error?.code).toBe('map.ifc-period')
    expect(body(await model())).toMatchObject({ version: 0, shown: null, elements: [], revisions: [] })
  })

  const storey = /^(#\d+)=IFCBUILDINGSTOREY\('0Liren0000000000000100'/m.exec(file)?.[1]
  const extra = (text: string) => bent('ENDSEC;\nEND-ISO', `${text}\nENDSEC;\nEND-ISO`)
  const last = file.split('\n').length - 2
  it.each<[string, string | Uint8Array<ArrayBuffer>, number, string]>([
    ['words', 'hello, this is no model', 1, '不是 IFC'],
    ['bytes that are no text', Uint8Array.from([0xff, 0xfe, 0, 1]), 1, '文件不完整'],
    ['an empty file', ' ', 1, '文件不完整'],
    ['another schema', bent("'IFC4'", "'IFC5'"), line(file, 'FILE_SCHEMA'), 'IFC5'],
    ['a drawing program of another kind', bent("'IFC4'", "'AUTOMOTIVE_DESIGN'"), line(file, 'FILE_SCHEMA'), '只支持'],
    ['half a file', file.slice(0, file.length / 2), line(file, file.slice(file.length / 2)), ''],
    ['a file without its end', bent('END-ISO-10303-21;', ''), last + 2, '文件不完整'],
    ['more behind its end', `${file}#1=IFCWALL();`, last + 2, '文件结束之后'],
    ['an instance that is there twice', extra("#1=IFCWALL('0Liren0000000000000999',$,$);"), last, '两次'],
    ['a reference to nothing', extra("#9001=IFCRELAGGREGATES('0Liren0000000000000999',$,$,$,#9002,(#1));"), last, '#9002'],
    ['a GlobalId that is there twice', bent(guidOf(101), guidOf(100)), line(file, guidOf(101)), '两次'],
    ['a GlobalId that is none', bent(guidOf(101), 'short'), line(file, guidOf(101)), 'GlobalId'],
    ['a storey within itself', extra(`#9001=IFCRELAGGREGATES('0Liren0000000000000999',$,$,$,${storey},(${storey}));`), last, '两处'],
    [
      'storeys around each other, away from everything',
      extra(
        [
          "#9001=IFCBUILDINGSTOREY('0Liren0000000000000991',$,'a',$,$,$,$,$,.ELEMENT.,0.);",
          "#9002=IFCBUILDINGSTOREY('0Liren0000000000000992',$,'b',$,$,$,$,$,.ELEMENT.,3.);",
          "#9003=IFCRELAGGREGATES('0Liren0000000000000993',$,$,$,#9001,(#9002));",
          "#9004=IFCRELAGGREGATES('0Liren0000000000000994',$,$,$,#9002,(#9001));",
        ].join('\n'),
      ),
      last,
      '不在 IfcProject',
    ],
    [
      'elements around each other',
      extra(
        [
          "#9001=IFCWALL('0Liren0000000000000991',$,'a',$,$,$,$,$,$);",
          "#9002=IFCWALL('0Liren0000000000000992',$,'b',$,$,$,$,$,$);",
          "#9003=IFCRELAGGREGATES('0Liren0000000000000993',$,$,$,#9001,(#9002));",
          "#9004=IFCRELAGGREGATES('0Liren0000000000000994',$,$,$,#9002,(#9001));",
        ].join('\n'),
      ),
      last,
      '循环',
    ],
    ['a project below its own building', extra("#9003=IFCRELAGGREGATES('0Liren0000000000000993',$,$,$,#5,(#3));"), 10, '循环'],
    ['two buildings', extra("#9001=IFCBUILDING('0Liren0000000000000991',$,'b',$,$,$,$,$,.ELEMENT.,$,$,$);"), last, '不止一个 IfcBuilding'],
    ['no unit of length', bent('.LENGTHUNIT.', '.AREAUNIT.'), line(file, 'IFCPROJECT'), '长度单位'],
    ['feet', bent('.MILLI.,.METRE.', '$,.FOOT.'), line(file, '.LENGTHUNIT.'), '米'],
    ['lists within lists without end', bent('(#1)', `${'('.repeat(60_000)}${')'.repeat(60_000)}`), line(file, 'IFCUNITASSIGNMENT'), '嵌套'],
    ['a text without its end', extra("#9001=IFCWALL('0Liren"), last, ''],
    ['a text that is too long', extra(`#9001=IFCWALL('${'x'.repeat(3000)}');`), last, '2000'],
    ['an escape that is none', bent("'Site'", "'\\\\Q'".replace('\\\\', '\\')), line(file, 'IFCSITE'), '转义'],
    ['a value that is none', bent("'Site'", '<script>'), line(file, 'IFCSITE'), '无法识别'],
    ['a comment without its end', extra('/* and so on'), last, '不完整'],
    ['a heap of instances', extra(Array.from({ length: 200_001 }, (_, i) => `#${i + 10_000}=X();`).join('\n')), 0, '200000'],
  ])('refuses %s, names the line, and keeps nothing of it', async (_name, text, at, sentence) => {
    const { status, error } = await preview(text)
    expect([status, error?.code, error?.faults?.length]).toEqual([422, 'map.ifc-not-read', 1])
    const fault = error?.faults?.[0] as { path: string; zh: string; en: string }
    expect(fault.path).toBe('file')
    expect(fault.zh).toContain(sentence)
    expect(fault.zh).toMatch(at === 0 ? /^第 \d+ 行：/ : new RegExp(`^第 ${at} 行：`))
    expect(fault.en).toMatch(/^Line \d+: /)
    expect(body(await model()).revisions).toEqual([])
  })

  it('refuses more elements than a page can hold, a chain without end, and a file that is too large', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ guid: guidOf(10_000 + i), type: 'IFCWALL' as const, name: '墙' }))
    const [one] = building().storeys
    if (!one) throw new Error('no storey')
    expect((await preview(writeIfc(building({ storeys: [{ ...one, elements: many }] })))).error?.faults?.[0]?.zh).toContain('5000')
    const chain = Array.from({ length: 40 }, (_, i) => [
      `#${9000 + i}=IFCWALL('${guidOf(9000 + i)}',$,$,$,$,$,$,$,$);`,
      `#${9500 + i}=IFCRELAGGREGATES('${guidOf(9500 + i)}',$,$,$,${i === 0 ? storey : `#${8999 + i}`},(#${9000 + i}));`,
    ]).flat()
    expect((await preview(extra(chain.join('\n')))).error?.faults?.[0]?.zh).toContain('16 层')
    expect((await bring(file.slice(0, 1500))).error?.code).toBe('map.ifc-not-read')
    expect(body(await model()).revisions).toEqual([])
    expect((await preview('x'.repeat(8 * 1024 * 1024 + 1))).error?.code).toBe('map.ifc-too-large')
  })

  it('shows what a file would attach to and keeps nothing until it is imported', async () => {
    const told = body(await preview(file))
    expect(told).toMatchObject({
      version: 0,
      revision: 1,
      schema: 'IFC4',
      project: '枫林雅苑',
      loose: 0,
      change: { kept: 0, added: 20, gone: 0 },
    })
    expect(told.counts).toEqual(
      expect.arrayContaining([
        { kind: 'storey', count: 13 },
        { kind: 'space', count: 2 },
        { kind: 'door', count: 1 },
      ]),
    )
    const by = (guid: string) => told.matches.find((one) => one.guid === guid)
    expect(by(guidOf(3))).toMatchObject({ kind: 'building', placeId: v.building.id, placeName: '3幢' })
    expect(by(guidOf(112))).toMatchObject({ kind: 'storey', elevation: 33, floor: 12 })
    // ours has no cellar
    expect(by(guidOf(100))).toMatchObject({ elevation: -3, floor: null, name: '地下一层' })
    expect(by(guidOf(201))).toMatchObject({ kind: 'space', floor: 12, placeId: v.house.id, placeName: '1单元 · 1201' })
    expect(by(guidOf(202))).toMatchObject({ floor: 12, placeId: null })
    expect(body(await model())).toMatchObject({ version: 0, revisions: [] })
  })

  it('[ZJWL-7.3.3.2.1] data of design, building and operation hang on the elements of an imported model, and stay there when a later file comes', async () => {
    expect((await bring(file, { version: 1 })).error?.code).toBe('stale')
    expect(body(await bring(file), 201)).toMatchObject({ revision: 1, version: 1 })
    expect((await bring(file)).error?.code).toBe('stale')
    const door = `ifc-${guidOf(302)}`
    const on = (stage: Stage, element: string, name: string) =>
      attach({ stage, element, name, state: 'done', source: '建设单位', takenOn: '2024-06-01' }).then((answer) => body(answer, 201))
    const stages = ['design', 'construction', 'maintenance'] as const
    for (const stage of stages) await on(stage, door, `门：${stage}`)
    await on('planning', `place-${v.house.id}`, '户型批复')
    await on('construction', `ifc-${guidOf(201)}`, '分户验收')
    expect(
      (await attach({ stage: 'design', element: `ifc-${guidOf(999)}`, name: '无', state: 'done', source: '单位', takenOn: '2024-06-01' }))
        .error?.code,
    ).toBe('map.stage-element')

    // as built: the wall is gone, a slab is new, the door has another name, everything has other numbers
    const next = building({ schema: 'IFC2X3' })
    const storeys = next.storeys.map((one, i) =>
      i === 12
        ? {
            ...one,
            elements: [
              { guid: guidOf(303), type: 'IFCSLAB' as const, name: '楼板' },
              { guid: guidOf(302), type: 'IFCDOOR' as const, name: '入户门（防盗）' },
            ],
          }
        : one,
    )
    const later = writeIfc({ ...next, storeys })
    expect(body(await preview(later))).toMatchObject({
      ...{ version: 1, revision: 2, schema: 'IFC2X3', change: { kept: 19, added: 1, gone: 1 }, entries: { kept: 4, gone: 0 } },
    })
    body(await bring(later, { version: 1, stage: 'construction', takenOn: '2025-03-01' }), 201)
    const now = body(await model())
    expect(now).toMatchObject({ version: 2, shown: 2 })
    expect(now.revisions.map(({ revision, stage, schema }) => [revision, stage, schema])).toEqual([
      [2, 'construction', 'IFC2X3'],
      [1, 'design', 'IFC4'],
    ])
    const guids = now.elements.map(({ guid }) => guid)
    expect([guids.includes(guidOf(301)), guids.includes(guidOf(303))]).toEqual([false, true])
    expect(now.elements.find(({ guid }) => guid === guidOf(302))).toMatchObject({
      name: '入户门（防盗）',
      kind: 'door',
      floor: 12,
      entries: 3,
    })
    const entries = async (element: string) =>
      body(
        await app.call<{ items: StageEntry[] }>('GET', `/api/map/buildings/${v.building.id}/stages?element=${element}`, {
          token: v.tokens.officer,
        }),
      ).items
    expect((await entries(door)).map(({ stage }) => stage).sort()).toEqual([...stages].sort())
    // the house and the space of the model are one thing
    for (const key of [`place-${v.house.id}`, `ifc-${guidOf(201)}`])
      expect((await entries(key)).map(({ stage }) => stage).sort()).toEqual(['construction', 'planning'])
    // an earlier file can still be looked at, and one that never was cannot
    expect(body(await model('?revision=1')).elements.find(({ guid }) => guid === guidOf(302))?.name).toBe("入户门 'A'")
    expect((await model('?revision=3')).status).toBe(404)
  })

  it('[ZJWL-7.4.7-1] documents and states of the five stages hang on a building and are shown by stage', async () => {
    const path = `/api/map/buildings/${v.building.id}/stages`
    const of = (stage: Stage, more: object) => ({ stage, name: `资料：${stage}`, source: '建设单位', takenOn: '2025-01-02', ...more })
    const fileId = await app.photo(v.tokens.officer)
    const state = of('planning', { state: 'running' })
    expect((await app.call('POST', path, { body: state })).status).toBe(401)
    expect((await attach(state, v.tokens.resident)).status).toBe(403)
    expect((await attach(state, v.tokens.worker)).status).toBe(403)
    expect(
      (
        await app.call('POST', `/api/map/buildings/${far}/stages`, {
          token: v.tokens.officer,
          body: state,
        })
      ).status,
    ).toBe(404)
    expect((await attach(of('planning', {}))).error?.code).toBe('map.stage-what')
    expect((await attach(of('planning', { state: 'done', fileId }))).error?.code).toBe('map.stage-what')
    expect((await attach({ ...state, element: `place-${v.secondHouse.id}` })).error?.code).toBe('map.stage-element')
    // nobody attaches what somebody else has uploaded
    expect((await attach(of('planning', { fileId: await app.photo(v.tokens.manager) }))).error?.code).toBe('map.stage-file')

    const before = await app.call<{ stages: { stage: Stage; count: number }[] }>(
      'GET',
      `/api/map/buildings/${v.building.id}/stage-counts`,
      {
        token: v.tokens.officer,
      },
    )
    const documents = []
    for (const stage of stageNames) {
      body(await attach(of(stage, { state: 'accepted', note: '一次通过' })), 201)
      documents.push(body(await attach(of(stage, { fileId: await app.photo(v.tokens.officer), takenOn: '2025-01-03' })), 201))
    }
    const after = body(
      await app.call<typeof before.body>('GET', `/api/map/buildings/${v.building.id}/stage-counts`, { token: v.tokens.gridWorker }),
    )
    expect(after.stages.map(({ stage, count }, i) => [stage, count - (before.body.stages[i]?.count ?? 0)])).toEqual(
      stageNames.map((stage) => [stage, 2]),
    )
    for (const stage of stageNames) {
      const answer = await app.call<{ items: StageEntry[] }>('GET', `${path}?stage=${stage}&element=place-${v.building.id}`, {
        token: v.tokens.gridWorker,
      })
      expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(5)
      const { items } = body(answer)
      expect(items.map(({ kind, state, takenOn }) => [kind, state, takenOn])).toEqual([
        ['document', null, '2025-01-03'],
        ['state', 'accepted', '2025-01-02'],
      ])
      expect(items.every((one) => one.stage === stage && one.source === '建设单位' && one.elementName === '3幢')).toBe(true)
      const content = await fetch(`${app.origin}${items[0]?.file?.url}`)
      expect([content.status, content.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    }
    const { items, next } = body(
      await app.call<{ items: StageEntry[]; next?: string }>('GET', `${path}?limit=3`, { token: v.tokens.officer }),
    )
    const second = body(
      await app.call<{ items: StageEntry[] }>('GET', `${path}?limit=3&cursor=${encodeURIComponent(next ?? '')}`, {
        token: v.tokens.officer,
      }),
    )
    expect(new Set([...items, ...second.items].map(({ id }) => id)).size).toBe(6)
    for (const where of [path, `/api/map/buildings/${v.building.id}/stage-counts`]) {
      expect((await app.call('GET', where)).status).toBe(401)
      expect((await app.call('GET', where, { token: v.tokens.resident })).status).toBe(403)
      expect((await app.call('GET', where, { token: v.tokens.farManager })).status).toBe(404)
    }

    // taken away in the version that was seen, with its file
    const [one] = documents
    const remove = (version: number, token = v.tokens.officer) =>
      app.call('DELETE', `/api/map/stage-entries/${one?.id}?version=${version}`, { token })
    expect((await remove(1, v.tokens.worker)).status).toBe(403)
    expect((await remove(2)).error?.code).toBe('stale')
    expect((await app.call('GET', `/api/files/${one?.file?.id}`, { token: v.tokens.gridWorker })).status).toBe(200)
    expect((await remove(1)).status).toBe(204)
    expect((await remove(1)).status).toBe(404)
    expect((await app.call('GET', `/api/files/${one?.file?.id}`, { token: v.tokens.gridWorker })).status).toBe(404)
  })
})
