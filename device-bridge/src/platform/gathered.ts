/** Writes the present state; changes that come while the disk is busy go out together, and each caller waits for its own. */
export function gathered(write: () => Promise<void>): { save(): Promise<void>; idle(): Promise<void> } {
  let writing: Promise<void> | undefined
  let isDirty = false
  return {
    save() {
      isDirty = true
      writing ??= (async () => {
        try {
          while (isDirty) {
            isDirty = false
            await write()
          }
        } finally {
          writing = undefined
        }
      })()
      return writing
    },
    idle: async () => writing,
  }
}
