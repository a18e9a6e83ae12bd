import { allCapabilities } from '@liren/contract/capabilities/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtinRoles } from '../../src/capabilities/role/builtin.ts'
import { mountedRoutes } from '../documented.ts'
import { describeStore } from '../stores.ts'
import { definitions } from './archives.ts'
import { foreignCanaries } from './canary.ts'
import { askCell, cellsOf, describeCell, type Outcome } from './cells.ts'
import { judge } from './judge.ts'
import { readPolicy } from './policy.ts'
import { buildStage, type Stage } from './scene.ts'
import { undeclared } from './shape.ts'

/** Writes whose whole effect is that they are written down, or that had nothing to do in this scene. */
const withoutEffect = new Set([
  ...[
    'repair.contact',
    'review.reveal',
    'visit.twins',
    'user.reveal',
    'device.reveal-readings',
    'message.read',
    'user.unlock',
    'job.retry-event',
  ],
  ...['rule.check', 'rule.rehearse', 'passage.trace', 'passage.track', 'camera.look', 'camera.play'],
  ...definitions.flatMap(({ name }) => [`${name}.reveal`, `${name}.restore`]),
])

/** Surfaces that answer well only to something this scene cannot have; the tests named here prove them. */
const provenElsewhere: Readonly<Record<string, string>> = {
  'bridge.next-commands': 'bridge tests: a signed question',
  'govdata.use': 'govdata tests: an item with its authorisation, and a platform that answers',
  'bridge.next-devices': 'bridge tests: a signed question',
  'bridge.next-rules': 'rule tests: a signed question',
  'bridge.next-jobs': 'edge tests: a signed question',
  'bridge.request': 'edge tests: a signed question',
  'bridge.receive': 'device-bridge and bridge tests: a signed batch',
  'face.reveal': 'face tests: a person whose face was taken',
  'face.take': 'face tests: a picture',
  'face.withdraw': 'face tests: a person whose face was taken',
  'face.withdraw-own': 'face tests: a resident whose face was taken',
  'file.upload': 'every photo of this scene was taken in by it',
  'camera.picture': 'camera tests: tickets of one person',
  'camera.frame': 'camera tests: tickets of one person',
  'file.content': 'file tests: signed links',
  'upstream.push': 'upstream tests: a signed request of a system with a mandate',
  'upstream.sync': 'upstream tests: a system that answers',
  'upstream.update-for': 'upstream tests: a house whose owner gave leave; each change has a transaction of its own',
  'upstream.update-own': 'upstream tests: an owner; each change has a transaction of its own',
  'key.destroy': 'key tests: a version that nothing is sealed under any more',
  'firmware.upload': 'firmware tests: a file',
  'firmware.content': 'firmware tests: signed links of devices',
  'intake.upload': 'intake tests: files of every kind',
  'map.add-overlay': 'overlay tests: files of every kind',
  'map.add-mesh': 'mesh tests: files of every kind',
  'map.replace-mesh': 'mesh tests: files of every kind',
  'map.preview-ifc': 'building model tests: files of every kind',
  'map.import-ifc': 'building model tests: files of every kind',
  'review.correct': 'review tests: a resident with a file of their own',
  'review.own-file': 'review tests: a resident with a file of their own',
  'rights.download': 'rights tests: signed links',
  'session.change-password': 'session tests: the current password',
  'session.confirm-second-factor': 'session tests: a code of this moment',
  'session.send-code': 'session tests: a text message service',
  'session.sign-in': 'session tests: a password',
  'session.sign-in-by-government': 'government tests: the simulator of the platform',
  'session.sign-in-by-sms': 'session tests: the code that was sent',
  'session.sign-in-by-wechat': 'session tests: the simulator of WeChat',
  'session.step-up': 'session tests: a password or code',
  'setup.clear-demo': 'clear tests: a house that was filled in',
  'visit.plan': 'visit tests: a grid with houses',
  'setup.step': 'setup tests: an installation without an administrator',
  'workbook.upload': 'workbook tests: files of every kind',
  'workbook.download': 'workbook tests: links of their owners',
}

/** `LIREN_TEST_MATRIX=alarm` asks the surfaces of one capability only, for whoever is building it; a plain run asks all. */
const wanted = process.env.LIREN_TEST_MATRIX
const isAsked = ({ id }: { readonly id: string }) => wanted === undefined || id.startsWith(`${wanted}.`)

describeStore('sqlite', 'the authorisation matrix', (open) => {
  const policy = readPolicy()
  const outcomes: Outcome[] = []
  let stage: Stage

  beforeAll(async () => {
    stage = await buildStage(open)
    for (const cell of cellsOf(stage, isAsked)) outcomes.push(await askCell(stage, policy, cell))
  }, 1_500_000)
  afterAll(() => stage?.app.close())

  it('is judged by a policy that names every permission and every role, and nothing that is gone', () => {
    expect(policy.permissions).toEqual(allCapabilities.flatMap((capability) => capability.permissions.map(({ code }) => code)).sort())
    expect([...policy.roles].sort()).toEqual([...builtinRoles.map((role) => role.code), 'custom-reader'].sort())
    const endpoints = new Set(stage.endpoints.map(({ id }) => id))
    expect(policy.ruled.filter((id) => !endpoints.has(id))).toEqual([])
  })

  it('is asked of every route that the server has mounted, and of nothing else', () => {
    expect(mountedRoutes(stage.app.house.app).sort()).toEqual(stage.endpoints.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it.runIf(wanted === undefined)('is large enough to mean something', () => {
    expect(outcomes.length).toBeGreaterThan(15_000)
  })

  it('lets nobody through who may not, and everybody who may: no cell is wrong', () => {
    expect(outcomes.filter(({ expected, got }) => expected !== got).map(describeCell)).toEqual([])
  })

  it('tells nobody whether a row exists that is none of their business', () => {
    const nothing = new Map(
      outcomes.filter(({ cell }) => cell.missing).map(({ cell, answer }) => [`${cell.endpoint.id}|${cell.person.name}`, answer]),
    )
    const telling = outcomes.filter(({ cell: { endpoint, person, row }, expected, answer }) => {
      const about = nothing.get(`${endpoint.id}|${person.name}`)
      return row && about && expected === 'out' && answer.error?.code === 'not-found' && answer.status !== about.status
    })
    expect(telling.map(describeCell)).toEqual([])
  })

  it.runIf(wanted === undefined)(
    '[GB42455-7.3.6-b, SZSQ-5.1.4-b] gives different people, for the same question, exactly the rows of their own scope',
    () => {
      const asked = outcomes.filter(({ cell, got }) => cell.endpoint.id === 'repair.list' && got === 'in')
      const repairs = stage.rows.filter((row) => row.kind === 'repair')
      for (const { cell, answer } of asked) {
        const mine = repairs.filter((row) => judge(policy, cell.endpoint, cell.person, row) === 'in').map((row) => row.id)
        const given = (answer.body as { items: { id: string }[] }).items.map((item) => item.id)
        expect(given.sort(), cell.person.name).toEqual(mine.sort())
      }
      expect(new Set(asked.map(({ answer }) => (answer.body as { items: unknown[] }).items.length)).size).toBeGreaterThan(3)
    },
  )

  it('answers nobody with a word of a row that is none of their business', () => {
    expect(foreignCanaries({ policy, people: stage.scene.people, rows: stage.rows }, outcomes)).toEqual([])
  })

  it('answers with declared fields only', () => {
    const seen = outcomes.flatMap(({ cell: { endpoint }, answer }) =>
      endpoint.response && answer.status < 300 ? undeclared(endpoint.response, answer.body).map((path) => `${endpoint.id} ${path}`) : [],
    )
    expect([...new Set(seen)]).toEqual([])
  })

  it('is no matrix of refusals: every surface has let somebody through, and every write has changed something', () => {
    const well = outcomes.filter(({ answer, cell }) => answer.status === (cell.endpoint.status ?? 200))
    const asked = stage.endpoints.filter(isAsked)
    const unproven = asked.filter(({ id }) => !well.some(({ cell }) => cell.endpoint.id === id) && !(id in provenElsewhere))
    expect(unproven.map(({ id }) => id)).toEqual([])
    const idle = asked.filter(
      ({ id, method }) =>
        method !== 'GET' &&
        !(id in provenElsewhere) &&
        !withoutEffect.has(id) &&
        !well.some(({ cell, changed }) => cell.endpoint.id === id && changed.length > 0),
    )
    expect(idle.map(({ id }) => id)).toEqual([])
  })
})
