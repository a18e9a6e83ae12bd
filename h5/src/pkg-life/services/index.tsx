export { default } from '../../../../miniapp/src/pkg-life/services/index'
