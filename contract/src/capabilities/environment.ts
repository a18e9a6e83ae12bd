import { curveSchema, publicStationSchema, stationSchema } from '../environment/answers.ts'
import { environmentFactorNames } from '../environment/factors.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export { type AirGrade, airGrades } from '../environment/air.ts'
export type { EnvironmentCurve, PublicStation, Station } from '../environment/answers.ts'
export {
  type EnvironmentFactor,
  environmentFactorNames,
  environmentFactors,
  environmentRefreshMs,
  environmentStaleMs,
  type Medium,
  shownReading,
} from '../environment/factors.ts'

const byId = z.object({ id: idSchema() })
const ofFactor = z.object({ factor: z.enum(environmentFactorNames) })

export const environmentEndpoints = {
  stations: endpoint({
    id: 'environment.stations',
    method: 'GET',
    path: '/api/environment/stations',
    summary: text('环境监测站与当前读数', 'Stations with what they measure now'),
    permission: 'environment.read',
    scope: 'place',
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
    response: pageOf(stationSchema),
    rate: 'read',
  }),
  curve: endpoint({
    id: 'environment.curve',
    method: 'GET',
    path: '/api/environment/stations/:id/curve',
    summary: text('监测站近 24 小时曲线', 'One factor of a station over the last 24 hours'),
    permission: 'environment.read',
    scope: 'place',
    params: byId,
    query: ofFactor,
    response: curveSchema,
    rate: 'read',
  }),
  publish: endpoint({
    id: 'environment.publish',
    method: 'PUT',
    path: '/api/environment/stations/:id',
    summary: text('向居民公开或收回监测站', 'Show a station to residents or take it back; version 0 where nothing was said before'),
    permission: 'environment.manage',
    scope: 'place',
    params: byId,
    body: z.object({ isPublic: z.boolean(), version: versionSchema() }),
    response: stationSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'environment.published',
  }),
  own: endpoint({
    id: 'environment.own',
    method: 'GET',
    path: '/api/environment/own',
    summary: text('本小区环境', 'What the public stations of one’s own estates measure'),
    permission: 'environment.own',
    scope: 'related',
    query: z.object({}),
    response: z.object({ items: z.array(publicStationSchema) }),
    rate: 'read',
  }),
  ownCurve: endpoint({
    id: 'environment.own-curve',
    method: 'GET',
    path: '/api/environment/own/:id/curve',
    summary: text('本小区监测站近 24 小时曲线', 'One factor of a public station of one’s own estate over the last 24 hours'),
    permission: 'environment.own',
    scope: 'related',
    params: byId,
    query: ofFactor,
    response: curveSchema,
    rate: 'read',
  }),
} as const

export const environment = capability({
  name: 'environment',
  text: text('小区环境', 'Environment'),
  endpoints: environmentEndpoints,
  permissions: [
    permission('environment.read', '查看环境监测', 'See what stations measure', ['admin', 'staff', 'grid']),
    permission('environment.manage', '向居民公开监测站', 'Show stations to residents', ['admin', 'staff']),
    permission('environment.own', '查看本小区环境', 'See the environment of one’s own estate', ['resident']),
  ],
  events: ['environment.told'],
})
