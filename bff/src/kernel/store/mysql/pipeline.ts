import type mysql2 from 'mysql2'
import type { Answer, Statement } from '../connector.ts'

/** A command of mysql2: it is handed every packet until it says that it is done. */
interface Command {
  execute(packet: object | undefined, connection: mysql2.Connection): boolean
  /** How a connection that breaks tells it. */
  onResult(error: Error): void
}
type Wire = mysql2.Connection & {
  addCommand(command: Command): void
  readonly stream: { cork(): void; uncork(): void }
  sequenceId: number
}
interface Prepared {
  execute(params: readonly unknown[], done: (error: Error | null, result: mysql2.RowDataPacket[] | mysql2.ResultSetHeader) => void): Command
}

/**
 * Sends prepared statements in one write and reads their answers in order; the driver itself waits for each answer
 * before it sends the next. A statement that fails does not stop the later ones: whoever calls looks at every answer.
 */
export function pipeline(connection: mysql2.Connection, statements: readonly Statement[], typed: (value: never) => unknown) {
  const wire = connection as Wire
  return new Promise<Answer[]>((resolve, reject) => {
    const prepared: Prepared[] = []
    let unprepared: Error | undefined
    for (const [i, { sql }] of statements.entries())
      connection.prepare(sql, (error, statement) => {
        if (error) unprepared ??= error
        else prepared[i] = statement as unknown as Prepared
      })

    const answers: Answer[] = []
    let answered = 0
    const note = (i: number, answer: Answer) => {
      answers[i] = answer
      if (++answered === statements.length) resolve(answers)
    }
    const sent: Command[] = []
    let reading = 0

    function start(): boolean {
      if (unprepared) {
        reject(unprepared)
        return true
      }
      wire.stream.cork()
      for (const [i, { params }] of statements.entries()) {
        const command = commandOf(prepared[i] as Prepared, params.map(typed as (value: unknown) => unknown), (error, result) =>
          note(i, error ? { ...nothing, error } : answerOf(result)),
        )
        // Done at once means that its parameters could not be written: there will be no answer to it.
        if (!command.execute(undefined, connection)) sent.push(command)
      }
      wire.stream.uncork()
      return sent.length === 0
    }

    wire.addCommand({
      onResult: reject,
      execute(packet) {
        if (!packet) return start()
        if (!sent[reading]?.execute(packet, connection)) return false
        // The next packet begins the answer to another command, which counts its packets anew.
        wire.sequenceId = 1
        return ++reading === sent.length
      },
    })
  })
}

const nothing: Answer = { rows: [], count: 0, insertId: 0 }
const answerOf = (result: mysql2.RowDataPacket[] | mysql2.ResultSetHeader): Answer =>
  Array.isArray(result) ? { ...nothing, rows: result } : { rows: [], count: result.affectedRows, insertId: result.insertId }

/** The driver's own command, kept out of its queue: we hand it its packets ourselves. */
function commandOf(statement: Prepared, params: readonly unknown[], done: Parameters<Prepared['execute']>[1]): Command {
  const unqueued = Object.create(statement, { _connection: { value: { addCommand: (command: Command) => command } } }) as Prepared
  return unqueued.execute(params, done)
}
