import { type Infer, type Text, text } from '@liren/contract'
import type { inventoryItemSchema } from '@liren/contract/capabilities/key'
import type { Kernel } from '../../kernel/kernel.ts'

type Item = Infer<typeof inventoryItemSchema>

/** What every purpose of a key is for, and with which algorithm. */
export const purposes: Record<NonNullable<Item['keyPurpose']>, { text: Text; algorithm: string }> = {
  seal: { text: text('敏感字段加密', 'Sealed fields'), algorithm: 'SM4-CTR + HMAC-SM3' },
  row: { text: text('访问控制数据完整性', 'Integrity of access-control data'), algorithm: 'HMAC-SM3' },
  index: { text: text('加密字段检索', 'Search on sealed fields'), algorithm: 'HMAC-SM3' },
  audit: { text: text('审计记录完整性', 'Integrity of audit entries'), algorithm: 'HMAC-SM3' },
  token: { text: text('链接与凭证校验', 'Links and tokens that come back'), algorithm: 'HMAC-SM3' },
  house: { text: text('平台对外消息签名', 'Signatures on what the house sends out'), algorithm: 'SM2 + SM3' },
  witness: { text: text('审计检查点签名', 'Signatures on audit checkpoints'), algorithm: 'SM2 + SM3' },
}

/**
 * Which algorithm is used where, against chapter 8 of GB/T 39786. The npm and OpenSSL implementations are not
 * certified modules (GM/T 0028): the module column says what computes, so that an assessor can judge it.
 */
export function cryptoInventory(kernel: Kernel): Item[] {
  const node = `OpenSSL ${process.versions.openssl} (Node ${process.versions.node})`
  const sm2 = kernel.crypto.sm2Driver === 'openssl' ? node : 'sm-crypto-v2 (JavaScript)'
  const sm3 = 'GB/T 32905-2016'
  const sm4 = 'GB/T 32907-2016'
  const inside = { module: node, evidence: 'vectors' } as const
  const outside = { module: '由部署环境提供 / provided by the deployment', keyPurpose: null, keyBits: null, evidence: 'outside' } as const
  const own = (purpose: keyof typeof purposes) => ({ ...inside, keyPurpose: purpose, algorithm: purposes[purpose].algorithm })
  return [
    {
      ...inside,
      scenario: text('登录口令存储', 'Stored passwords'),
      algorithm: `PBKDF2-HMAC-SM3, ${kernel.config.LIREN_PASSWORD_ROUNDS}`,
      standard: sm3,
      keyPurpose: null,
      keyBits: 256,
      clause: '8.4 a',
    },
    {
      ...inside,
      scenario: text('员工二次验证（动态口令）', 'Second factor of staff'),
      algorithm: 'TOTP, HMAC-SHA-1 / HMAC-SM3',
      standard: 'RFC 6238',
      keyPurpose: null,
      keyBits: 160,
      clause: '8.4 a',
    },
    { ...own('row'), scenario: purposes.row.text, standard: sm3, keyBits: 256, clause: '8.4 b' },
    {
      ...outside,
      scenario: text('浏览器、小程序与平台之间的传输', 'Transport between ends and platform'),
      algorithm: 'TLS 1.2+ / TLCP',
      standard: 'GB/T 38636-2020',
      clause: '8.2 b',
    },
    { ...own('seal'), scenario: purposes.seal.text, standard: `${sm4}, ${sm3}`, keyBits: 128, clause: '8.4 e' },
    { ...own('index'), scenario: purposes.index.text, standard: sm3, keyBits: 256, clause: '8.4 e' },
    {
      ...inside,
      module: sm2,
      scenario: text('合作方与设备网关请求签名', 'Signed requests of partners and bridges'),
      algorithm: 'SM2 + SM3',
      standard: 'GB/T 32918-2016',
      keyPurpose: null,
      keyBits: 256,
      clause: '8.4 f',
    },
    { ...own('audit'), scenario: purposes.audit.text, standard: sm3, keyBits: 256, clause: '8.4 g' },
    { ...own('token'), scenario: purposes.token.text, standard: sm3, keyBits: 256, clause: '8.4 g' },
    { ...own('house'), module: sm2, scenario: purposes.house.text, standard: 'GB/T 32918-2016', keyBits: 256, clause: '8.4 f' },
    { ...own('witness'), module: sm2, scenario: purposes.witness.text, standard: 'GB/T 32918-2016', keyBits: 256, clause: '8.4 h' },
    {
      ...inside,
      scenario: text('密钥的加密保存（主密钥）', 'Wrapping of keys (key-encryption key)'),
      algorithm: 'SM4-CTR + HMAC-SM3',
      standard: `${sm4}, ${sm3}`,
      keyPurpose: null,
      keyBits: 128,
      clause: '8.5',
    },
  ]
}
