import type mysql2 from 'mysql2'
import type { Answer, Statement } from '../connector.ts'
import { Packets } from './packets.ts'
import { type Learnt, nothing, type Packet, type Reader, Result } from './results.ts'

/** A command of mysql2: it is handed every packet until it says that it is done. */
interface Command {
  execute(packet: Packet | undefined, connection: mysql2.Connection): boolean
  /** How a connection that breaks tells it. */
  onResult(error: Error): void
}
type Wire = mysql2.Connection & {
  addCommand(command: Command): void
  write(bytes: Buffer): void
  sequenceId: number
  readonly clientEncoding: string
  readonly _statements: { get(name: string): Prepared | undefined }
}
type Done = (error: Error | null, result: mysql2.RowDataPacket[] | mysql2.ResultSetHeader) => void
interface Prepared {
  readonly id: number
  execute(params: readonly unknown[], done: Done): Command
}
/** The driver's command while it reads rows. */
interface Execute extends Command {
  readonly options: unknown
  readonly _fields: readonly unknown[]
  readonly _rowParser: NonNullable<ReturnType<Reader['shape']>>['parser'] | null
  readonly _resultIndex: number
}

const packets = new Packets()
const learnt = new WeakMap<Prepared, Learnt>()

/**
 * Sends prepared statements in one write and reads their answers in order; the driver itself waits for each answer
 * before it sends the next. A statement that fails does not stop the later ones: whoever calls looks at every answer.
 */
export function pipeline(connection: mysql2.Connection, statements: readonly Statement[]): Promise<Answer[]> {
  const wire = connection as Wire
  return new Promise<Answer[]>((resolve, reject) => {
    const prepared: Prepared[] = []
    let unprepared: Error | undefined
    for (const [i, { sql }] of statements.entries()) {
      const known = wire._statements.get(nameOf(sql))
      if (known) prepared[i] = known
      else
        connection.prepare(sql, (error, statement) => {
          if (error) unprepared ??= error
          else prepared[i] = statement as unknown as Prepared
        })
    }

    const answers: Answer[] = []
    let answered = 0
    const note = (i: number, answer: Answer) => {
      answers[i] = answer
      if (++answered === statements.length) resolve(answers)
    }
    const sent: { readonly result: Result; readonly packets: number }[] = []
    let reading = 0

    function start(): boolean {
      if (unprepared) {
        reject(unprepared)
        return true
      }
      for (const [i, { params }] of statements.entries()) {
        const statement = prepared[i] as Prepared
        try {
          const count = packets.add(statement.id, params)
          const result = new Result(
            learntOf(statement),
            wire.clientEncoding,
            (done) => readerOf(wire, statement, done),
            (answer) => note(i, answer),
          )
          sent.push({ result, packets: count })
        } catch (error) {
          note(i, { ...nothing, error })
        }
      }
      if (sent.length === 0) return true
      wire.write(packets.take())
      wire.sequenceId = sent[0]?.packets ?? 1
      return false
    }

    wire.addCommand({
      onResult: reject,
      execute(packet) {
        if (!packet) return start()
        if (!sent[reading]?.result.take(packet)) return false
        // The next packet begins the answer to another command, which counts its packets anew.
        if (++reading === sent.length) return true
        wire.sequenceId = sent[reading]?.packets ?? 1
        return false
      },
    })
  })
}

const names = new Map<string, string>()
const remembered = 2000

/** The name under which the driver keeps a statement that was prepared on a connection. */
function nameOf(sql: string): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= remembered) names.clear()
  const name = `undefined/undefined/undefined${sql}`
  names.set(sql, name)
  return name
}

function learntOf(statement: Prepared): Learnt {
  let known = learnt.get(statement)
  if (!known) {
    known = {}
    learnt.set(statement, known)
  }
  return known
}

/** The driver's own command, kept out of its queue and begun without sending anything: we hand it the answer ourselves. */
function readerOf(wire: Wire, statement: Prepared, done: (answer: Answer) => void): Reader {
  const unqueued = Object.create(statement, { _connection: { value: { addCommand: (command: Command) => command } } }) as Prepared
  const command = unqueued.execute([], (error, result) => done(error ? { ...nothing, error } : answerOf(result))) as Execute
  command.execute(undefined, Object.create(wire, { writePacket: { value: () => {} } }) as Wire)
  return {
    execute: (packet) => command.execute(packet, wire),
    shape() {
      const { _rowParser: parser, _fields: fields, _resultIndex: results, options } = command
      return parser && results === 0 ? { parser, fields: fields[0], options } : undefined
    },
  }
}

const answerOf = (result: mysql2.RowDataPacket[] | mysql2.ResultSetHeader): Answer =>
  Array.isArray(result) ? { ...nothing, rows: result } : { rows: [], count: result.affectedRows, insertId: result.insertId }
