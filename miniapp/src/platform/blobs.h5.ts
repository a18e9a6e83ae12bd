/** Photos that wait to be sent, in the browser's database: they survive a closed tab. */
const open = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('liren-photos', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('photos')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

async function work<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('photos', mode)
      const request = run(transaction.objectStore('photos'))
      // only the end of the transaction says that it is kept
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

export const blobs = {
  put: (name: string, blob: Blob): Promise<unknown> => work('readwrite', (store) => store.put(blob, name)),
  get: (name: string): Promise<Blob | undefined> => work('readonly', (store) => store.get(name) as IDBRequest<Blob | undefined>),
  names: async (): Promise<string[]> => (await work('readonly', (store) => store.getAllKeys())).map(String),
  remove: async (name: string): Promise<void> => {
    await work('readwrite', (store) => store.delete(name))
  },
}
