import { z } from './kernel/zod.ts'

/** Where a bridge asks for what is its own; every question is signed as its batches are. */
export const askPaths = {
  commands: '/api/bridge/commands/next',
  devices: '/api/bridge/devices/next',
  rules: '/api/bridge/rules/next',
  jobs: '/api/bridge/jobs/next',
  request: '/api/bridge/requests',
} as const

/** `{payload, signature}`: the exact characters that were signed, and the bridge's SM2 signature, DER in base64. */
export const signedAskSchema = z.object({
  payload: z.string().check(z.minLength(2), z.maxLength(4000)),
  signature: z.string().check(z.regex(/^[A-Za-z0-9+/]{80,120}={0,2}$/)),
})
