"""Reviews of returned goods (退货评审): by quality with the departments, within one working day of having the form."""
