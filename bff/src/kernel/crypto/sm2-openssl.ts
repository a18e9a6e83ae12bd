import { createRequire } from 'node:module'
import { LRUCache } from 'lru-cache'
import { type LibCrypto, loadLibCrypto, type Pointer } from './libcrypto.ts'
import { CryptoError, type Sm2Driver, standardUserId } from './provider.ts'
import { decodeCiphertext, privateScalar, publicPoint } from './sm2-format.ts'

/**
 * SM2 by the OpenSSL that is already inside Node. Node's own `sign` and `verify` cannot be used: they leave the
 * user id empty, so they agree with themselves and with nobody else.
 */
export function createOpensslSm2(lib: LibCrypto = loadLibCrypto(createRequire(import.meta.url))): Sm2Driver {
  // Parsing a key costs as much as signing with it.
  const privateKeys = keyCache(lib)
  const publicKeys = keyCache(lib)

  function privateKey(pem: string): Pointer {
    return privateKeys(pem, (text) => {
      privateScalar(text)
      return lib.readPrivateKey(der(text))
    })
  }

  function publicKey(pem: string): Pointer {
    return publicKeys(pem, (text) => {
      publicPoint(text)
      return lib.readPublicKey(der(text))
    })
  }

  return {
    name: 'openssl',

    sign(pem, message, userId = standardUserId) {
      const signature = lib.digestSign(privateKey(pem), Buffer.from(userId), message)
      if (!signature) throw new CryptoError('The SM2 signature could not be made')
      return signature
    },

    verify(pem, message, signature, userId = standardUserId) {
      return lib.digestVerify(publicKey(pem), Buffer.from(userId), message, signature)
    },

    encrypt(pem, message) {
      if (message.length === 0) throw new CryptoError('There is nothing to encrypt')
      const bytes = lib.encrypt(publicKey(pem), message)
      if (!bytes) throw new CryptoError('The SM2 encryption failed')
      return bytes
    },

    decrypt(pem, bytes) {
      const key = privateKey(pem)
      decodeCiphertext(bytes)
      const plain = lib.decrypt(key, bytes)
      if (!plain || plain.length === 0) throw new CryptoError('The SM2 ciphertext does not open')
      return plain
    },
  }
}

const der = (pem: string): Buffer => Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')

function keyCache(lib: LibCrypto) {
  const cache = new LRUCache<string, { key: Pointer }>({ max: 256, dispose: ({ key }) => lib.freeKey(key) })
  return (pem: string, read: (pem: string) => Pointer | undefined): Pointer => {
    const known = cache.get(pem)
    if (known) return known.key
    const key = read(pem)
    if (!key) throw new CryptoError('The SM2 key could not be read')
    cache.set(pem, { key })
    return key
  }
}
