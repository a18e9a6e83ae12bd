export interface Program {
  readonly program: WebGLProgram
  readonly position: number
  readonly matrix: WebGLUniformLocation | null
  readonly colour: WebGLUniformLocation | null
}

const vertex = `#version 300 es
in vec3 a_position;
uniform mat4 u_matrix;
out vec3 v_position;
void main() {
  v_position = a_position;
  gl_Position = u_matrix * vec4(a_position, 1.0);
}`

/** Each face is as bright as it is turned to the light; from where it is looked at does not matter. */
const fragment = `#version 300 es
precision highp float;
in vec3 v_position;
uniform vec4 u_colour;
out vec4 colour;
void main() {
  vec3 face = normalize(cross(dFdx(v_position), dFdy(v_position)));
  float light = 0.62 + 0.38 * abs(dot(face, normalize(vec3(0.35, -0.5, 0.8))));
  colour = vec4(u_colour.rgb * light * u_colour.a, u_colour.a);
}`

export function programOf(gl: WebGL2RenderingContext): Program | undefined {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) return undefined
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return {
    program,
    position: gl.getAttribLocation(program, 'a_position'),
    matrix: gl.getUniformLocation(program, 'u_matrix'),
    colour: gl.getUniformLocation(program, 'u_colour'),
  }
}
