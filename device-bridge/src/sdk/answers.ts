/** What is asked of the device. */
export interface Command {
  readonly id: string
  readonly ts: number
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** Code 0 is done, 1 is taken with another answer to follow, anything else refused with a reason. */
export interface Answer {
  readonly code: number
  readonly message?: string
  readonly data?: Readonly<Record<string, string | number | boolean | null>>
}

export type OnCommand = (command: Command) => Promise<Answer> | Answer

const mostRemembered = 200

/** Acts once for each command, however often it comes: the second time it only says again what it said. */
export function createAnswers(onCommand: OnCommand) {
  const given = new Map<string, Promise<Answer>>()
  return (command: Command): Promise<Answer> => {
    const before = given.get(command.id)
    if (before) return before
    const answer = Promise.resolve()
      .then(() => onCommand(command))
      .catch((error: Error): Answer => ({ code: 500, message: error.message.slice(0, 200) }))
    given.set(command.id, answer)
    if (given.size > mostRemembered) given.delete(given.keys().next().value as string)
    return answer
  }
}
