export { default } from '../../../../miniapp/src/pkg-case/list/index'
