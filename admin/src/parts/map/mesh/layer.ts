import { type Point3, readGlb } from '@liren/contract/map/glb'
import { type MeshAnchor, metresOf } from '@liren/contract/map/mesh-anchor'
import type { CustomLayerInterface, CustomRenderMethodInput, Map as Engine } from 'maplibre-gl'
import { inverse, type Matrix, through, times, worldOf } from './matrix.ts'
import { firstHit } from './ray.ts'
import { type Program, programOf } from './shader.ts'
import type { PickedMesh, ShownMesh } from './shown.ts'

interface Body {
  readonly key: string
  readonly name: string
  readonly positions: Float32Array
  readonly indices: Uint32Array
  readonly colour: readonly [number, number, number, number]
  vertices?: WebGLVertexArrayObject
  buffers?: readonly WebGLBuffer[]
}

interface Standing {
  readonly id: string
  readonly world: Matrix
  readonly bodies: readonly Body[]
}

const nameOf = ({ id, revision }: ShownMesh) => `${id}:${revision}`
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Models where their anchors put them, drawn within the map: what stands before them hides them. */
export class MeshLayer implements CustomLayerInterface {
  readonly id = 'meshes'
  readonly type = 'custom'
  readonly renderingMode = '3d'
  private engine: Engine | undefined
  private program: Program | undefined
  private readonly standing = new Map<string, Standing | undefined>()
  private shown: readonly ShownMesh[] = []
  private chosen = ''
  private highlight: readonly [number, number, number] = [0, 0.5, 0.5]
  private view: Matrix | undefined
  private readonly onLoaded: (names: readonly string[]) => void

  constructor(onLoaded: (names: readonly string[]) => void) {
    this.onLoaded = onLoaded
  }

  onAdd(engine: Engine, gl: WebGL2RenderingContext): void {
    this.engine = engine
    this.program = programOf(gl)
    // another context knows nothing of what the last one held
    for (const one of this.standing.values()) for (const body of one?.bodies ?? []) forget(body)
  }

  onRemove(_engine: Engine, gl: WebGL2RenderingContext): void {
    for (const one of this.standing.values())
      for (const body of one?.bodies ?? []) {
        for (const buffer of body.buffers ?? []) gl.deleteBuffer(buffer)
        gl.deleteVertexArray(body.vertices ?? null)
        forget(body)
      }
    this.engine = undefined
    this.program = undefined
  }

  show(shown: readonly ShownMesh[], chosen: string, highlight: readonly [number, number, number]): void {
    Object.assign(this, { shown, chosen, highlight })
    for (const one of shown) if (!this.standing.has(nameOf(one))) void this.load(one)
    this.tell()
  }

  private tell(): void {
    this.onLoaded(this.shown.map(nameOf).filter((name) => this.standing.get(name) !== undefined))
    this.engine?.triggerRepaint()
  }

  private async load(mesh: ShownMesh): Promise<void> {
    const name = nameOf(mesh)
    this.standing.set(name, undefined)
    try {
      const answer = await fetch(`/api/map/meshes/${mesh.id}/content?revision=${mesh.revision}`)
      if (!answer.ok) throw new Error(String(answer.status))
      const read = readGlb(new Uint8Array(await answer.arrayBuffer()), (bytes) => decoder.decode(bytes))
      if ('fault' in read) throw new Error(read.fault.en)
      const bodies = read.elements.flatMap((element) =>
        element.surfaces.map(
          ({ positions, indices, colour }): Body => ({
            ...{ key: element.key, name: element.name, indices, colour },
            positions: standing(mesh.anchor, positions),
          }),
        ),
      )
      this.standing.set(name, { id: mesh.id, world: worldOf([mesh.anchor.longitude, mesh.anchor.latitude]), bodies })
      this.tell()
    } catch {
      // asked for again when it is switched on again
      this.standing.delete(name)
    }
  }

  private all(): Standing[] {
    return this.shown.flatMap((one) => this.standing.get(nameOf(one)) ?? [])
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    this.view = Array.from(defaultProjectionData.mainMatrix as unknown as ArrayLike<number>)
    if (this.program) this.draw(gl, this.program, this.view)
  }

  private draw(gl: WebGL2RenderingContext, program: Program, view: Matrix): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL, no hook
    gl.useProgram(program.program)
    gl.disable(gl.CULL_FACE)
    for (const { id, world, bodies } of this.all()) {
      gl.uniformMatrix4fv(program.matrix, false, new Float32Array(times(view, world)))
      for (const body of bodies) {
        const [red, green, blue, alpha] = body.colour
        const [r, g, b] = `${id}:${body.key}` === this.chosen ? this.highlight : [red, green, blue]
        gl.uniform4f(program.colour, r, g, b, alpha)
        gl.bindVertexArray(bound(gl, program, body))
        gl.drawElements(gl.TRIANGLES, body.indices.length, gl.UNSIGNED_INT, 0)
      }
    }
    gl.bindVertexArray(null)
  }

  /** The uppermost thing at a point of the canvas. */
  pick({ x, y }: { readonly x: number; readonly y: number }): PickedMesh | undefined {
    const canvas = this.engine?.getCanvas()
    if (!canvas || !this.view) return undefined
    const [across, down] = [(x / canvas.clientWidth) * 2 - 1, 1 - (y / canvas.clientHeight) * 2]
    let best: { readonly at: number; readonly picked: PickedMesh } | undefined
    for (const { id, world, bodies } of this.all()) {
      const back = inverse(times(this.view, world))
      if (!back) continue
      const [from, to] = [through(back, [across, down, -1]), through(back, [across, down, 1])]
      for (const body of bodies) {
        const at = firstHit(from, to, body.positions, body.indices)
        if (at !== undefined && at < (best?.at ?? 2)) best = { at, picked: { id, key: body.key, name: body.name } }
      }
    }
    return best?.picked
  }
}

function forget(body: Body): void {
  delete body.vertices
  delete body.buffers
}

function standing(anchor: MeshAnchor, positions: Float32Array): Float32Array {
  const out = new Float32Array(positions.length)
  for (let i = 0; i < positions.length; i += 3) {
    const point: Point3 = [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0]
    out.set(metresOf(anchor, point), i)
  }
  return out
}

function bound(gl: WebGL2RenderingContext, { position }: Program, body: Body): WebGLVertexArrayObject | null {
  if (body.vertices) return body.vertices
  const [vertices, points, order] = [gl.createVertexArray(), gl.createBuffer(), gl.createBuffer()]
  gl.bindVertexArray(vertices)
  gl.bindBuffer(gl.ARRAY_BUFFER, points)
  gl.bufferData(gl.ARRAY_BUFFER, body.positions, gl.STATIC_DRAW)
  gl.enableVertexAttribArray(position)
  gl.vertexAttribPointer(position, 3, gl.FLOAT, false, 0, 0)
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order)
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, body.indices, gl.STATIC_DRAW)
  Object.assign(body, { vertices, buffers: [points, order] })
  return vertices
}
