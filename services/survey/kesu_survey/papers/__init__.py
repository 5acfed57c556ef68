"""Paper: forms that come back and are typed in by two people, and the forms and letters that go out (客户满意度调查表, 6-b)."""
