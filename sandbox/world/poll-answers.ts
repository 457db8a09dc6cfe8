/** What a poll of the world offers, and how it was answered: the world keeps only the question, so all polls end alike. */
export function pollAnswers(question: string): readonly { text: string; voters: number }[] {
  const [yes, no] = /\p{Script=Cyrillic}/u.test(question) ? ['Да', 'Нет'] : ['Yes', 'No'];
  return [
    { text: yes, voters: 12 },
    { text: no, voters: 7 },
  ];
}
