import { sm2 } from 'sm-crypto-v2'
import { CryptoError, type Sm2Driver, standardUserId } from './provider.ts'
import { decodeCiphertext, decodeSignature, encodeCiphertext, encodeSignature, privateScalar, publicPoint } from './sm2-format.ts'

/** SM2 in JavaScript: slower, needs nothing of the machine. Takes over where the native library cannot be reached. */
export function createJavascriptSm2(): Sm2Driver {
  return {
    name: 'javascript',

    sign(privateKey, message, userId = standardUserId) {
      const scalar = privateScalar(privateKey).toString('hex')
      return encodeSignature(Buffer.from(sm2.doSignature(message, scalar, { hash: true, userId }), 'hex'))
    },

    verify(publicKey, message, signature, userId = standardUserId) {
      const point = checkedPoint(publicPoint(publicKey))
      const rs = decodeSignature(signature)
      if (!rs) return false
      return sm2.doVerifySignature(message, rs.toString('hex'), point, { hash: true, userId })
    },

    encrypt(publicKey, message) {
      if (message.length === 0) throw new CryptoError('There is nothing to encrypt')
      const c1c3c2 = Buffer.from(sm2.doEncrypt(message, checkedPoint(publicPoint(publicKey)), 1), 'hex')
      return encodeCiphertext({
        point: Buffer.concat([Buffer.from([4]), c1c3c2.subarray(0, 64)]),
        hash: c1c3c2.subarray(64, 96),
        cipher: c1c3c2.subarray(96),
      })
    },

    decrypt(privateKey, bytes) {
      const scalar = privateScalar(privateKey).toString('hex')
      const { point, hash, cipher } = decodeCiphertext(bytes)
      checkedPoint(point)
      const c1c3c2 = Buffer.concat([point.subarray(1), hash, cipher]).toString('hex')
      const plain = sm2.doDecrypt(c1c3c2, scalar, 1, { output: 'array' })
      // The library answers a wrong C3 with an empty value instead of an error.
      if (plain.length === 0) throw new CryptoError('The SM2 ciphertext does not open')
      return Buffer.from(plain)
    },
  }
}

function checkedPoint(point: Buffer): string {
  const hex = point.toString('hex')
  try {
    if (sm2.verifyPublicKey(hex)) return hex
  } catch {
    // Same answer as below: the library throws for some of the points it refuses.
  }
  throw new CryptoError('The SM2 point is not on the curve')
}

export const pointOf = (scalar: Buffer): Buffer => Buffer.from(sm2.getPublicKeyFromPrivateKey(scalar.toString('hex')), 'hex')
