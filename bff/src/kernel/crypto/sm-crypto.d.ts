/** The second library has no types of its own; this is what the tests use of it. */
declare module 'sm-crypto' {
  interface SignOptions {
    hash?: boolean
    der?: boolean
    userId?: string
  }
  export const sm2: {
    doSignature(message: string | number[], privateKey: string, options?: SignOptions): string
    doVerifySignature(message: string | number[], signature: string, publicKey: string, options?: SignOptions): boolean
    doEncrypt(message: string | number[], publicKey: string, mode?: 0 | 1): string
    doDecrypt(ciphertext: string, privateKey: string, mode?: 0 | 1): string
  }
  export function sm3(message: string | number[]): string
  export const sm4: {
    encrypt(message: string | number[], key: string, options?: { mode?: 'cbc'; iv?: string; padding?: 'none' }): string
  }
}
