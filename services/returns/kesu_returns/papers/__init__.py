"""What accompanies goods on paper: return label, packing list, delivery note."""
