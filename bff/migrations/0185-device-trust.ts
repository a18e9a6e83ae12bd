import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // What a secret is checked by is itself a key (CoAP, HTTPS): it lies sealed. A job seals what lay open before.
  await m.addColumn('devices', 'sealed_digest', c.longText({ null: true }))
  // It once had a key to sign by: without one it is silent, never believed unsigned again.
  await m.addColumn('devices', 'must_sign', c.bool({ default: 0 }))
  await m.run('UPDATE devices SET must_sign = 1 WHERE signing_key IS NOT NULL')
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('devices', 'must_sign')
  await m.dropColumn('devices', 'sealed_digest')
}
