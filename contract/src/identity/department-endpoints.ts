import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { personNameSchema } from './person.ts'
import { userErrors as errors } from './user-errors.ts'
import { departmentSchema } from './user-shapes.ts'

const byId = z.object({ id: idSchema() })
const versionQuery = z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) })

/** Departments: people and roles can be put under them. */
export const departmentEndpoints = {
  departments: endpoint({
    id: 'user.departments',
    method: 'GET',
    path: '/api/departments',
    summary: text('部门', 'Departments'),
    permission: 'user.read',
    scope: 'place',
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
    response: pageOf(departmentSchema),
    rate: 'read',
  }),
  createDepartment: endpoint({
    id: 'user.create-department',
    method: 'POST',
    path: '/api/departments',
    summary: text('新建部门', 'Create a department'),
    permission: 'user.manage',
    scope: 'place',
    body: z.object({ name: personNameSchema(), placeId: idSchema(), parentId: z.optional(z.nullable(idSchema())) }),
    response: departmentSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'user.department-created',
    errors,
  }),
  updateDepartment: endpoint({
    id: 'user.update-department',
    method: 'PATCH',
    path: '/api/departments/:id',
    summary: text('修改部门', 'Change a department'),
    permission: 'user.manage',
    scope: 'place',
    params: byId,
    body: z.object({ name: personNameSchema(), version: versionSchema() }),
    response: departmentSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'user.department-changed',
    errors,
  }),
  retireDepartment: endpoint({
    id: 'user.retire-department',
    method: 'DELETE',
    path: '/api/departments/:id',
    summary: text('撤销部门', 'Remove a department'),
    permission: 'user.manage',
    scope: 'place',
    params: byId,
    query: versionQuery,
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'user.department-retired',
    errors,
  }),
} as const
