export { default } from '../../../../miniapp/src/pkg-house/occupants/index'
