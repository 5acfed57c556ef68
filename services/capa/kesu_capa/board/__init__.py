"""The board (看板): every open report as a card in the column of its step."""
