/** One picture of a camera, as JPEG. */
export interface Frame {
  readonly at: number
  readonly jpeg: Buffer
}

/** Where the pictures of one camera come from. Whatever a maker's camera speaks, the house asks for these two. */
export interface CameraSource {
  /** The picture of now. */
  still(now: number): Promise<Frame>
  /** What the camera recorded itself, or the picture it took, under the name it gave. */
  recorded(reference: string, now: number): Promise<Frame[]>
}

/** No usable picture came. Carries no address and no secret. */
export class NoPicture extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'NoPicture'
  }
}
