import { z } from '@liren/contract'
import type { Line } from '../../lines/line.ts'
import type { ErrorCode } from './rpc.ts'

/** A question of a pile against the shape that its version gives it; what does not fit is kept, and answered in its words. */
export async function understood<R extends Readonly<Record<string, z.ZodMiniType>>>(
  requests: R,
  line: Line,
  action: string,
  payload: Readonly<Record<string, unknown>>,
  missing: ErrorCode,
): Promise<{ readonly action: keyof R; readonly asked: unknown } | { readonly error: ErrorCode; readonly why: string }> {
  const shape = Object.hasOwn(requests, action) ? requests[action] : undefined
  if (shape === undefined) return { error: 'NotImplemented', why: `no action ${action}` }
  const parsed = z.safeParse(shape, payload)
  if (parsed.success) return { action, asked: parsed.data }
  const [issue] = parsed.error.issues
  const why = `${issue?.path.join('.') || action}: ${issue?.message ?? 'not valid'}`
  await line.unknown(Buffer.from(JSON.stringify([action, payload])), why)
  return { error: codeOf(issue, payload, missing), why }
}

function codeOf(
  issue: { readonly code?: string; readonly path: readonly PropertyKey[] } | undefined,
  payload: unknown,
  missing: ErrorCode,
): ErrorCode {
  if (issue?.code !== 'invalid_type') return 'PropertyConstraintViolation'
  const given = issue.path.reduce<unknown>((value, name) => (value as Record<PropertyKey, unknown> | undefined)?.[name], payload)
  return given === undefined ? missing : 'TypeConstraintViolation'
}
