/** Its constructor answers with the object that it is given: what a class below adds is added to that one. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a base class has to be one
export class Bearer {
  constructor(bearer: object) {
    return bearer;
  }
}
