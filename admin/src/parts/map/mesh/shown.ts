import type { MeshAnchor } from '@liren/contract/map/mesh-anchor'

/** A model that is switched on, at one of its revisions. */
export interface ShownMesh {
  readonly id: string
  readonly revision: number
  readonly anchor: MeshAnchor
}

/** One thing of a model that somebody pointed at. */
export interface PickedMesh {
  readonly id: string
  readonly key: string
  readonly name: string
}
