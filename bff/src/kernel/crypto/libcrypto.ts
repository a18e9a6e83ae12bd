import type { LibraryHandle } from 'koffi'

/** Functions of OpenSSL 3 that Node does not offer, called in the library that Node itself is linked with. */
export interface LibCrypto {
  readPrivateKey(der: Buffer): Pointer | undefined
  readPublicKey(der: Buffer): Pointer | undefined
  freeKey(key: Pointer): void
  digestSign(key: Pointer, userId: Buffer, message: Buffer): Buffer | undefined
  digestVerify(key: Pointer, userId: Buffer, message: Buffer, signature: Buffer): boolean
  encrypt(key: Pointer, message: Buffer): Buffer | undefined
  decrypt(key: Pointer, bytes: Buffer): Buffer | undefined
}

declare const pointer: unique symbol
export type Pointer = { readonly [pointer]: true }

/** Throws where the library, or koffi's binary for this machine, is missing; the caller then uses the other driver. */
export function loadLibCrypto(require: NodeJS.Require): LibCrypto {
  const koffi = require('koffi') as typeof import('koffi')
  const lib = firstThatHas('EVP_PKEY_CTX_set1_id', [null, process.execPath, 'libcrypto.so.3', 'libcrypto.3.dylib'], koffi.load)
  const bind = functions(lib)
  const sm3 = bind.EVP_sm3() as Pointer

  /** Errors that stay queued would be taken for those of Node's next operation. */
  const ok = (code: number): boolean => {
    if (code === 1) return true
    bind.ERR_clear_error()
    return false
  }

  function read(from: (bio: Pointer, none: null) => Pointer | null, bytes: Buffer): Pointer | undefined {
    const bio = bind.BIO_new_mem_buf(bytes, bytes.length) as Pointer
    const key = from(bio, null)
    bind.BIO_free(bio)
    if (key && bind.EVP_PKEY_is_a(key, 'SM2') === 1) return key
    if (key) bind.EVP_PKEY_free(key)
    bind.ERR_clear_error()
    return undefined
  }

  /** The user id belongs to the key context, which must be set before the digest is started. */
  function withDigest<T>(key: Pointer, userId: Buffer, work: (context: Pointer) => T): T {
    const context = bind.EVP_MD_CTX_new() as Pointer
    const keyContext = bind.EVP_PKEY_CTX_new(key, null) as Pointer
    try {
      bind.EVP_PKEY_CTX_set1_id(keyContext, userId, userId.length)
      bind.EVP_MD_CTX_set_pkey_ctx(context, keyContext)
      return work(context)
    } finally {
      bind.EVP_MD_CTX_free(context)
      bind.EVP_PKEY_CTX_free(keyContext)
    }
  }

  function transform(key: Pointer, room: number, init: (c: Pointer) => number, run: (c: Pointer, out: Buffer, size: [number]) => number) {
    const context = bind.EVP_PKEY_CTX_new(key, null) as Pointer
    try {
      const out = Buffer.alloc(room)
      const size: [number] = [room]
      return ok(init(context)) && ok(run(context, out, size)) ? out.subarray(0, Number(size[0])) : undefined
    } finally {
      bind.EVP_PKEY_CTX_free(context)
    }
  }

  return {
    readPrivateKey: (der) => read(bind.d2i_PrivateKey_bio, der),
    readPublicKey: (der) => read(bind.d2i_PUBKEY_bio, der),
    freeKey: (key) => bind.EVP_PKEY_free(key),
    digestSign: (key, userId, message) =>
      withDigest(key, userId, (context) => {
        const out = Buffer.alloc(80)
        const size: [number] = [out.length]
        const done =
          ok(bind.EVP_DigestSignInit(context, null, sm3, null, key)) && ok(bind.EVP_DigestSign(context, out, size, message, message.length))
        return done ? out.subarray(0, Number(size[0])) : undefined
      }),
    digestVerify: (key, userId, message, signature) =>
      withDigest(
        key,
        userId,
        (context) =>
          ok(bind.EVP_DigestVerifyInit(context, null, sm3, null, key)) &&
          ok(bind.EVP_DigestVerify(context, signature, signature.length, message, message.length)),
      ),
    // The ASN.1 around the ciphertext: two numbers, a hash and their headers.
    encrypt: (key, message) =>
      transform(key, message.length + 200, bind.EVP_PKEY_encrypt_init, (context, out, size) =>
        bind.EVP_PKEY_encrypt(context, out, size, message, message.length),
      ),
    decrypt: (key, bytes) =>
      transform(key, bytes.length, bind.EVP_PKEY_decrypt_init, (context, out, size) =>
        bind.EVP_PKEY_decrypt(context, out, size, bytes, bytes.length),
      ),
  }
}

function firstThatHas(symbol: string, places: (string | null)[], load: (place: string | null) => LibraryHandle): LibraryHandle {
  for (const place of places) {
    try {
      const lib = load(place)
      lib.func(`int ${symbol}(void*, const void*, int)`)
      return lib
    } catch {
      // The next place may have it.
    }
  }
  throw new Error(`No library with ${symbol} could be opened`)
}

const functions = (lib: LibraryHandle) => ({
  ERR_clear_error: lib.func('void ERR_clear_error()'),
  BIO_new_mem_buf: lib.func('void* BIO_new_mem_buf(const void*, int)'),
  BIO_free: lib.func('int BIO_free(void*)'),
  d2i_PrivateKey_bio: lib.func('void* d2i_PrivateKey_bio(void*, void*)'),
  d2i_PUBKEY_bio: lib.func('void* d2i_PUBKEY_bio(void*, void*)'),
  EVP_PKEY_is_a: lib.func('int EVP_PKEY_is_a(void*, const char*)'),
  EVP_PKEY_free: lib.func('void EVP_PKEY_free(void*)'),
  EVP_sm3: lib.func('void* EVP_sm3()'),
  EVP_MD_CTX_new: lib.func('void* EVP_MD_CTX_new()'),
  EVP_MD_CTX_free: lib.func('void EVP_MD_CTX_free(void*)'),
  EVP_MD_CTX_set_pkey_ctx: lib.func('void EVP_MD_CTX_set_pkey_ctx(void*, void*)'),
  EVP_PKEY_CTX_new: lib.func('void* EVP_PKEY_CTX_new(void*, void*)'),
  EVP_PKEY_CTX_free: lib.func('void EVP_PKEY_CTX_free(void*)'),
  EVP_PKEY_CTX_set1_id: lib.func('int EVP_PKEY_CTX_set1_id(void*, const void*, int)'),
  EVP_DigestSignInit: lib.func('int EVP_DigestSignInit(void*, void*, void*, void*, void*)'),
  EVP_DigestSign: lib.func('int EVP_DigestSign(void*, uint8_t*, _Inout_ size_t*, const uint8_t*, size_t)'),
  EVP_DigestVerifyInit: lib.func('int EVP_DigestVerifyInit(void*, void*, void*, void*, void*)'),
  EVP_DigestVerify: lib.func('int EVP_DigestVerify(void*, const uint8_t*, size_t, const uint8_t*, size_t)'),
  EVP_PKEY_encrypt_init: lib.func('int EVP_PKEY_encrypt_init(void*)'),
  EVP_PKEY_encrypt: lib.func('int EVP_PKEY_encrypt(void*, uint8_t*, _Inout_ size_t*, const uint8_t*, size_t)'),
  EVP_PKEY_decrypt_init: lib.func('int EVP_PKEY_decrypt_init(void*)'),
  EVP_PKEY_decrypt: lib.func('int EVP_PKEY_decrypt(void*, uint8_t*, _Inout_ size_t*, const uint8_t*, size_t)'),
})
