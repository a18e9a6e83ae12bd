export { default } from '../../../../miniapp/src/pkg-house/list/index'
