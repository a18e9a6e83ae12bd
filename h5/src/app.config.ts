import shared from '../../miniapp/src/app.config'

/** The screens of the mini-program, and beside them those that only a browser needs. */
export default defineAppConfig({ ...shared, pages: [...(shared.pages ?? [])] })
